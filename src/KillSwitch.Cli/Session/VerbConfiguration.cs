using System.CommandLine;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Session;

/// <summary>What a verb runs under: errors are ours to tell, and so is the end that a signal asks for.</summary>
internal sealed class VerbConfiguration : InvocationConfiguration
{
    public VerbConfiguration()
    {
        EnableDefaultExceptionHandler = false;
        ProcessTerminationTimeout = null;
    }

    /// <summary>What the verb has written so far.</summary>
    public Undertaking Undertaking { get; init; } = new();

    /// <summary>Says a sentence beside the result.</summary>
    public Action<string> Warn { get; init; } = Console.Error.WriteLine;

    public static VerbConfiguration Of(ParseResult parsed) =>
        parsed.InvocationConfiguration as VerbConfiguration ?? new VerbConfiguration();
}
