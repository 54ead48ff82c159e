using System.CommandLine;
using System.Text.Json;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Json;
using KillSwitch.Engine.InferenceProfiles;

namespace KillSwitch.Cli.Options;

/// <summary>The option <c>--inference-profiles</c>, and the map that it makes.</summary>
internal static class InferenceProfiles
{
    public static Option<string?> Option() => new("--inference-profiles")
    {
        Description = "Output of `aws bedrock list-inference-profiles --type-equals APPLICATION`: which model a profile stands for.",
        HelpName = "FILE",
    };

    /// <param name="path">A file, <c>-</c> for standard input, or null for none.</param>
    /// <param name="terminal">Where standard input comes from.</param>
    public static InferenceProfileMap Map(string? path, Terminal terminal)
    {
        if (path is null)
            return InferenceProfileMap.Empty;
        try
        {
            return InferenceProfileMap.Parse(InputFile.Read(path, terminal));
        }
        catch (JsonException error)
        {
            throw new BadInputException($"`{path}` is not the output of `aws bedrock list-inference-profiles`: {JsonFault.Clause(error)}");
        }
    }
}
