using System.CommandLine;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.ByHand;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>stop</c>: cuts a principal, a session, a model or the whole account off by hand, now.</summary>
internal static class StopVerb
{
    public static Command Create(Terminal terminal)
    {
        var target = new Argument<string>("TARGET")
        {
            Description = "role/NAME, user/NAME, the ARN of a role or a user, role/NAME/SESSION, model/ID, "
                + "principalTag:KEY=VALUE (everyone who carries it), tag:KEY=VALUE (what gateways refuse), or account; a model and the "
                + "account for everyone who is not exempt.",
        };
        var reason = ReasonOption.Create("Why; it is kept and told.");
        var keys = new Option<bool>("--deactivate-keys")
        {
            Description = "Of a user: deactivate its API keys for Bedrock, too; restore reactivates them.",
        };
        var anyway = new Option<bool>("--anyway")
        {
            Description = "Stop a name that IAM, Bedrock and what was called do not know.",
        };
        var account = new AccountOptions();
        var command = new Command("stop", """
            Deny all spending on Bedrock to a role, a user, one session of a role, everyone who carries a tag or the whole account; one model to everyone; or, by gateways, the calls with a tag, until a person restores it. Doing it twice changes nothing.

            Examples:
              killswitch stop role/agent-7 --reason "loops since 2 a.m."
              killswitch stop user/ci --reason "leaked key" --profile prod --region us-east-1
              killswitch stop role/agent-7/nightly --reason "this session alone"
              killswitch stop model/anthropic.claude-opus-4-6-v1 --reason "too dear"
              killswitch stop user/BedrockAPIKey-abcd --reason "leaked key" --deactivate-keys
              killswitch stop account --reason "the bill doubled overnight"
            """) { target, reason, keys, anyway };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            // Before anybody signs in.
            if (StopTargetText.ReadAnywhere(parsed.GetRequiredValue(target)) is var named && parsed.GetValue(keys)
                && KeySwitch.UserOf(named) is null)
            {
                throw new BadInputException(
                    $"`--deactivate-keys` is of users, who alone hold long-term API keys, and `{named.Name}` is none");
            }

            using var session = await account.ConnectAsync(parsed, cancellation);
            if (await AskedBy.HeardAsync(session, terminal, cancellation) is not { } person)
                return ExitCode.Refused;
            var whom = StopTargetText.Read(parsed.GetRequiredValue(target), session.Guard.Place.Account);
            var rules = await session.Guard.RulesAsync(await session.PolicyAsync(cancellation), cancellation);
            var guard = session.Guard;
            var byHand = new StopByHand(rules, guard.Enforcement);
            // Whoever is exempt is refused whether there is such a one or not.
            if (!parsed.GetValue(anyway) && !byHand.IsExempt(whom))
                await new RealTarget(session, terminal).CheckAsync(whom, cancellation);
            if (byHand.Holds(whom, person))
            {
                terminal.Warn("killswitch: you are not `exempt` in the policy in force: if you may spend on Bedrock, this stops you, too, "
                    + "and your `killswitch restore` is carried out by the watch, within a minute");
            }

            if (await byHand.RunAsync(
                whom, parsed.GetRequiredValue(reason), person, GuardSession.Now, cancellation) is not { } stop)
            {
                terminal.Warn($"killswitch: `{whom.Name}` is exempt in the policy in force and is never stopped");
                return ExitCode.Refused;
            }

            var areKeysOff = true;
            if (parsed.GetValue(keys))
            {
                var result =
                    await new KeySwitch(session.Keys, guard.Enforcement).DeactivateAsync(stop, person, GuardSession.Now, cancellation);
                (stop, areKeysOff) = (result.Stop, result is KeyResult.Done or KeyResult.Nothing);
                Tell(result, terminal);
            }

            return StopOutput.Write(
                parsed, terminal, [stop], stop.State == StopState.Enforced && areKeysOff ? ExitCode.Done : ExitCode.AwsRefused);
        });
        return command;
    }

    private static void Tell(KeyResult result, Terminal terminal)
    {
        var stop = result.Stop;
        if (result switch
        {
            KeyResult.Nothing => $"`{stop.Target.Name}` has no API key for Bedrock that works",
            KeyResult.Refused { Reason: var reason } => $"the keys of `{stop.Id}` were not deactivated: {reason}",
            KeyResult.Wrong { Keys: var wrong } =>
                $"`{stop.Id}`: IAM accepted the change, and these API keys still work: {string.Join(", ", wrong)}",
            _ => null,
        } is { } sentence)
        {
            terminal.Warn("killswitch: " + sentence);
        }
    }
}
