using System.CommandLine;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>reject</c>: drops a stop that waits for a person.</summary>
internal static class RejectVerb
{
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("STOP") { Description = "A stop's id." };
        var reason = ReasonOption.Create("Why; it is kept.");
        var account = new AccountOptions();
        var command = new Command("reject", """
            Drop a stop that waits for a person; nothing is cut. Its counter does not trip again in the same window.

            Example:
              killswitch reject stop-abcdefghjk --reason "planned load test"
            """) { what, reason };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            return await Decision.RunAsync(
                session,
                parsed.GetRequiredValue(what),
                by => new StopCommand.Reject(GuardSession.Now, by, parsed.GetRequiredValue(reason)),
                _ => ExitCode.Done,
                parsed,
                terminal,
                cancellation);
        });
        return command;
    }
}
