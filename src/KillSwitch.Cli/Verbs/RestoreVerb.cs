using System.CommandLine;
using System.Globalization;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>restore</c>: lifts a stop, verified against IAM.</summary>
internal static class RestoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("STOP|TARGET")
        {
            Description = "A stop's id, or whom it cuts: role/NAME, user/NAME, role/NAME/SESSION, model/ID, "
                + "principalTag:KEY=VALUE, tag:KEY=VALUE, account.",
        };
        var raise = new Option<decimal?>("--raise")
        {
            Description = "Let it spend so many dollars beyond its limit in this window (calls or tokens, where the limit counts those).",
            HelpName = "USD",
            CustomParser = AmountOption.Parse,
        };
        var account = new AccountOptions();
        var command = new Command("restore", """
            Lift a stop. A counter that is at its limit would trip again with the next call: then --raise says how much more it may use.

            Examples:
              killswitch restore stop-abcdefghjk
              killswitch restore role/agent-7 --raise 50
              killswitch restore account --raise 500
            """) { what, raise };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            // Any other text may be the name of something that a rule stopped.
            if (string.IsNullOrWhiteSpace(parsed.GetRequiredValue(what)))
                throw new BadInputException("a blank names no stop and no target; `killswitch status` lists what is stopped");
            using var session = await account.ConnectAsync(parsed, cancellation);
            if (await AskedBy.HeardAsync(session, terminal, cancellation) is not { } person)
                return ExitCode.Refused;
            var name = parsed.GetRequiredValue(what);
            var stops = await StopsByName.FindAsync(session, name, cancellation);
            var guard = session.Guard;
            var named = StopTargetText.TryRead(name, guard.Place.Account);
            switch (await new StrayDeny(guard.Ports).LiftAsync(stops, named, person, GuardSession.Now, cancellation))
            {
                case EnforcementResult.Done:
                    terminal.Warn($"killswitch: `{name}` was denied without a stop that says why; the deny is lifted, and that was read "
                        + "back from IAM");
                    return StopOutput.Write(parsed, terminal, stops, ExitCode.Done);
                case EnforcementResult.Failed { Reason: var reason }:
                    terminal.Warn(
                        $"killswitch: `{name}` is denied without a stop that says why, and the deny could not be lifted: {reason}");
                    return StopOutput.Write(parsed, terminal, stops, ExitCode.AwsRefused);
            }

            if (stops.Count == 0)
            {
                terminal.Warn($"killswitch: nothing is stopped by the name of `{name}`"
                    + $"{await StopsByName.HintAsync(session, name, cancellation)}; `killswitch status` lists what is");
                return ExitCode.BadInput;
            }

            return await RestoreAsync(session, person, stops, parsed.GetValue(raise) ?? 0, parsed, terminal, cancellation);
        });
        return command;
    }

    /// <param name="raise">What is granted beyond the limit; 0 for nothing.</param>
    public static async Task<int> RestoreAsync(
        GuardSession session, Asker.Heard person, IReadOnlyList<Stop> stops, decimal raise, ParseResult parsed, Terminal terminal,
        CancellationToken cancellation)
    {
        var (guard, policy) = (session.Guard, await session.PolicyAsync(cancellation));
        var restoration = new Restoration(guard.Enforcement)
        {
            Unattributed = await session.UnattributedByRuleAsync(policy, cancellation),
        };
        var byHand = new RestoreByHand(restoration, new KeySwitch(session.Keys, guard.Enforcement));
        var (after, code) = (new List<Stop>(), ExitCode.Done);
        foreach (var stopped in stops)
        {
            var (stop, result) = await byHand.RunAsync(stopped, policy, raise, person, GuardSession.Now, cancellation);
            switch (result)
            {
                case RestoreResult.KeysOff { Keys: var wrong }:
                    terminal.Warn($"killswitch: `{stop.Id}`: IAM accepted the change, and these API keys do not work yet, and nothing was "
                        + $"restored: {string.Join(", ", wrong)}");
                    after.Add(stop);
                    code = ExitCode.AwsRefused;
                    break;
                case RestoreResult.Done { Stop: var next, But: var but }:
                    after.Add(next);
                    if (but is not null)
                        terminal.Warn($"killswitch: `{stop.Id}`: {but}");
                    if (next.State != StopState.Released && next.State != StopState.Rejected)
                        code = ExitCode.AwsRefused;
                    if (next is { State: StopState.Releasing, Failure: StopFailure.AccessDenied })
                    {
                        terminal.Warn($"killswitch: IAM does not let you lift `{stop.Id}`, as it lets nobody who is stopped; the watch "
                            + "lifts it within a minute. `exempt` in the policy keeps people out of the stop of an account or a model");
                    }

                    break;
                case RestoreResult.Unchanged { Stop: var same }:
                    after.Add(same);
                    if (same.State == StopState.Releasing)
                        code = ExitCode.AwsRefused;
                    break;
                case RestoreResult.WouldTripAgain again:
                    terminal.Warn($"killswitch: `{stop.Id}` would trip again at once: {stop.Target.Said} is at "
                        + $"{Figure.Text(again.Unit, again.Measured)} of {Figure.Text(again.Unit, again.Limit + raise)} until "
                        + $"{TimeText.Minute(again.Window.Until)} UTC; `--raise` more than {Needed(again)} lets it go on");
                    after.Add(stop);
                    code = Math.Max(code, ExitCode.Refused);
                    break;
                case RestoreResult.Refused { Reason: var reason }:
                    terminal.Warn($"killswitch: `{stop.Id}` was not restored: {reason}");
                    after.Add(stop);
                    code = Math.Max(code, ExitCode.Refused);
                    break;
            }
        }

        // What this very command has lifted since holds nothing any more, and a stop that was lifted long ago may be held by a newer one.
        for (var i = 0; i < after.Count; i++)
            after[i] = await guard.Enforcement.HeldNowAsync(after[i], GuardSession.Now, cancellation);
        return StopOutput.Write(parsed, terminal, after, code);
    }

    private static string Needed(RestoreResult.WouldTripAgain again) =>
        Math.Max(0, again.Measured - again.Limit).ToString(again.Unit == Unit.Usd ? "0.##" : "0", CultureInfo.InvariantCulture);
}
