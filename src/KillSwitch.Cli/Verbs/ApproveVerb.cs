using System.CommandLine;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>approve</c>: lets a stop that waits for a person go ahead.</summary>
internal static class ApproveVerb
{
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("STOP") { Description = "A stop's id." };
        var account = new AccountOptions();
        var command = new Command("approve", """
            Let a stop that waits for a person go ahead.

            Example:
              killswitch approve stop-abcdefghjk
            """) { what };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            return await Decision.RunAsync(
                session,
                parsed.GetRequiredValue(what),
                by => new StopCommand.Approve(GuardSession.Now, by),
                next => next.State == StopState.Enforced ? ExitCode.Done : ExitCode.AwsRefused,
                parsed,
                terminal,
                cancellation);
        });
        return command;
    }
}
