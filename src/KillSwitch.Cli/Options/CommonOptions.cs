using System.CommandLine;

namespace KillSwitch.Cli.Options;

/// <summary>The options that every verb has.</summary>
internal static class CommonOptions
{
    public static Option<OutputFormat> Output { get; } = new Option<OutputFormat>("--output")
    {
        Description = "What stdout carries. [default: text]",
        Recursive = true,
    }.Among("text", "json");

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show the stack trace of an error.",
        Recursive = true,
    };
}
