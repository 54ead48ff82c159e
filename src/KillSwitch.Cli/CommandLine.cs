using System.CommandLine;

namespace KillSwitch.Cli;

/// <summary>The whole command line: parses, runs the verb, and turns what went wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    public static Option<OutputFormat> Output { get; } = new("--output")
    {
        Description = "What stdout carries: text or json.",
        DefaultValueFactory = _ => OutputFormat.Text,
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show the stack trace of an error.",
        Recursive = true,
    };

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var root = new RootCommand("Bedrock spend that cannot run away.") { Output, Verbose };

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            terminal.Warn($"killswitch: {parsed.Errors[0].Message}");
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (BadInputException error)
        {
            terminal.Warn($"killswitch: {error.Message}");
            if (parsed.GetValue(Verbose))
                terminal.Warn(error.ToString());
            return ExitCode.BadInput;
        }
    }
}
