using System.CommandLine;
using KillSwitch.Cli.Account;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>stop</c>: cuts a principal, a session, a model or the whole account off by hand, now.</summary>
internal static class StopVerb
{
    public static Command Create(Terminal terminal)
    {
        var target = new Argument<string>("TARGET")
        {
            Description = "role/NAME, user/NAME, the ARN of a role or a user, role/NAME/SESSION, model/ID, or account; a model and the "
                + "account for everyone who is not exempt.",
        };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept and told.", Required = true, HelpName = "TEXT" };
        var keys = new Option<bool>("--deactivate-keys")
        {
            Description = "Of a user: deactivate its API keys for Bedrock, too; restore reactivates them.",
        };
        var account = new AccountOptions();
        var command = new Command("stop", """
            Deny all spending on Bedrock to a role, a user, one session of a role or the whole account, or one model to everyone, until a person restores it. Doing it twice changes nothing.

            Examples:
              killswitch stop role/agent-7 --reason "loops since 2 a.m."
              killswitch stop user/ci --reason "leaked key" --profile prod --region us-east-1
              killswitch stop role/agent-7/nightly --reason "this session alone"
              killswitch stop model/anthropic.claude-opus-4-6-v1 --reason "too dear"
              killswitch stop user/BedrockAPIKey-abcd --reason "leaked key" --deactivate-keys
              killswitch stop account --reason "the bill doubled overnight"
            """) { target, reason, keys };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            if (await AskedBy.IsRefusedAsync(session, terminal, cancellation))
                return ExitCode.Refused;
            var whom = StopTargetText.Read(parsed.GetRequiredValue(target), session.Guard.Place.Account);
            var hasKeys = parsed.GetValue(keys) && KeySwitch.UserOf(whom).Length > 0;
            var rules = await session.Guard.RulesAsync(await session.PolicyAsync(cancellation), cancellation);
            var principal = whom switch
            {
                StopTarget.Principal one => new Principal(PrincipalKind.Other, one.PrincipalName, one.Arn),
                StopTarget.Session one => new Principal(PrincipalKind.Other, one.PrincipalName, one.Arn),
                _ => null,
            };
            if (principal is not null && rules.IsExempt(principal))
            {
                terminal.Warn($"killswitch: `{whom.Name}` is exempt in the policy in force and is never stopped");
                return ExitCode.Refused;
            }

            if (whom is StopTarget.WholeAccount or StopTarget.Model
                && !rules.IsExempt(Caller.Parse(await session.CallerAsync(cancellation)).Principal))
            {
                terminal.Warn("killswitch: you are not `exempt` in the policy in force: if you may spend on Bedrock, this stops you, too, "
                    + "and your `killswitch restore` is carried out by the watch, within a minute");
            }

            var stop = await StopAsync(session, whom, parsed.GetRequiredValue(reason), cancellation);
            var areKeysOff = true;
            if (hasKeys)
                (stop, areKeysOff) = await KeySwitch.DeactivateAsync(session, stop, terminal, cancellation);
            return StopOutput.Write(
                parsed, terminal, [stop], stop.State == StopState.Enforced && areKeysOff ? ExitCode.Done : ExitCode.AwsRefused);
        });
        return command;
    }

    // A stop by hand ends by hand, whatever rule has stopped the same target until its window turns.
    private static async Task<Stop> StopAsync(GuardSession session, StopTarget target, string reason, CancellationToken cancellation)
    {
        var guard = session.Guard;
        var open = await guard.Stops.OpenAsync(cancellation);
        if (open.FirstOrDefault(stop => stop.Target.IsCutWith(target) && stop.Cause is StopCause.ByPerson && stop.State is StopState.Enforced
            or StopState.Intended or StopState.Failed) is { } existing)
        {
            // Whatever the book says, what counts is what IAM says.
            return existing.State == StopState.Enforced && await guard.Enforcer.IsDeniedAsync(existing.Denied, cancellation) == true
                ? existing
                : await guard.Enforcement.EnsureAsync(existing, GuardSession.Now, cancellation);
        }

        var by = await session.CallerAsync(cancellation);
        // It is named by its second: one that was made and restored within it is another.
        for (var at = GuardSession.Now; ; at = at.AddSeconds(1))
        {
            var stop = Stop.ByHand(target, by, reason, at);
            if (await guard.Stops.TryOpenAsync(stop, bound: null, cancellation) == OpenResult.Opened)
                return await guard.Enforcement.BeginAsync(stop, GuardSession.Now, cancellation);
            if (await guard.Stops.FindAsync(stop.Id, cancellation) is { State: not StopState.Released } standing)
                return standing;
        }
    }
}
