using System.CommandLine;
using System.CommandLine.Invocation;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Help;

/// <summary>What <c>--help</c> does.</summary>
internal sealed class VerbHelpAction(Terminal terminal) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        terminal.Out.WriteLines(HelpText.Lines(VerbPage.Of(parseResult.CommandResult.Command), terminal.Out.Profile.Width));
        return ExitCode.Done;
    }
}
