using KillSwitch.Core.Drills;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Drills;

/// <summary>Lets the runaway run into a rule, and the guard stop it; then lets it go.</summary>
internal sealed class RuleStep(DrillContext drill)
{
    private const int FurtherCalls = 3;

    private readonly CheckBook _book = drill.Book;
    private readonly DrillCall _call = PlannedCalls.Short(drill.Model!.Called!);

    public async ValueTask RunAsync(IDrillCaller runaway, IDrillCaller innocent, CancellationToken cancellation)
    {
        if (await ObstacleAsync(cancellation) is { } obstacle)
        {
            _book.LeaveOut(obstacle, DrillChecks.Rule, DrillChecks.Attached, DrillChecks.Holds, DrillChecks.Innocent, DrillChecks.Restored);
            return;
        }

        drill.Say($"running over a rule of {drill.RuleLimit}, until the guard stops it");
        var (stop, refused) = await StopAsync(runaway, cancellation);
        if (stop is null)
        {
            // What comes late stops nobody in the middle of what is tried next.
            await drill.Ports.Rules.TakeAsync(cancellation);
            _book.LeaveOut("there was no stop", DrillChecks.Attached, DrillChecks.Holds, DrillChecks.Innocent, DrillChecks.Restored);
            return;
        }

        await HoldAsync(stop, refused, runaway, innocent, cancellation);
        await RestoreAsync(runaway, cancellation);
    }

    // Why no rule can be tried; null where one stands now.
    private async ValueTask<string?> ObstacleAsync(CancellationToken cancellation)
    {
        if (drill.Plan.Unstoppable is { } why)
            return why;
        if (drill.Uncounted is { } blind)
            return blind;
        var rule = new DrillRule(drill.Plan.Drill, drill.RuleLimit, drill.Now + drill.Patience.OfRule);
        return await drill.Ports.Rules.TryPutAsync(rule, cancellation)
            ? null
            : "the rule could not be put beside the policy in force: somebody else was at it";
    }

    private async ValueTask<(Stop? Stop, DrillAnswer.Denied? Refused)> StopAsync(IDrillCaller runaway, CancellationToken cancellation)
    {
        var (until, wait, calls) = (drill.Now + drill.Patience.ForStop, drill.Patience.Between, 0);
        DrillAnswer.Denied? refused = null;
        while (true)
        {
            if (refused is null)
            {
                var answer = await drill.CallAsync(runaway, _call, cancellation);
                calls++;
                refused = answer as DrillAnswer.Denied;
                // What was called may still be on its way.
                if (answer is DrillAnswer.Unaffordable && drill.Now + drill.Patience.ForEffect < until)
                    until = drill.Now + drill.Patience.ForEffect;
            }

            switch (await FindAsync(cancellation))
            {
                case { State: StopState.Enforced } stop:
                    _book.Seen(DrillChecks.Rule, $"{stop.Id}, after {calls} calls: {stop.Evidence?.Measured:0.#######} of "
                        + $"{stop.Evidence?.Limit:0.#######} USD");
                    return (stop, refused);
                case { State: StopState.Failed, Note: var note } when drill.Now >= until:
                    _book.Refuted(DrillChecks.Rule, $"the stop is not in force: {note}");
                    return (null, null);
            }

            if (drill.Now >= until)
            {
                await TellMissingAsync(calls, cancellation);
                return (null, null);
            }

            await drill.WaitAsync(wait, cancellation);
            wait = wait * 1.2 < drill.Patience.Slowest ? wait * 1.2 : drill.Patience.Slowest;
        }
    }

    private async ValueTask TellMissingAsync(int calls, CancellationToken cancellation)
    {
        if ((await drill.Ports.Rules.FindAsync(cancellation))?.Drill != drill.Plan.Drill)
        {
            _book.NotSeen(
                DrillChecks.Rule, "somebody put another policy in force meanwhile, and the rule went with the one it stood beside");
        }
        else if (await drill.StoppedOtherwiseAsync(drill.Plan.Runaway, cancellation) is { } other)
        {
            _book.NotSeen(DrillChecks.Rule, Otherwise(other));
        }
        else
        {
            _book.Refuted(DrillChecks.Rule, $"there is no stop after {calls} calls and {DrillTimeText.Of(drill.Patience.ForStop)}");
        }
    }

    private async ValueTask<Stop?> FindAsync(CancellationToken cancellation) =>
        (await drill.Guard.Stops.OpenAsync(cancellation)).FirstOrDefault(
            stop => DrillNames.IsStop(stop) && stop.Trip!.Rule == DrillNames.Rule(drill.Plan.Drill));

    private async ValueTask HoldAsync(
        Stop stop, DrillAnswer.Denied? refused, IDrillCaller runaway, IDrillCaller innocent, CancellationToken cancellation)
    {
        var attached = stop.EnforcedAt ?? stop.At;
        if (await drill.Guard.Enforcer.IsDeniedAsync(stop.Denied, cancellation) == true)
        {
            _book.Seen(DrillChecks.Attached, $"{DrillTimeText.Of(DrillTimeText.AtLeastZero(attached - stop.At))} after the meter decided");
            drill.Delays = drill.Delays with { Attached = DrillTimeText.AtLeastZero(attached - stop.At) };
        }
        else
        {
            _book.Refuted(DrillChecks.Attached, $"{stop.Id} is in force by the guard's book, and IAM shows no deny on the role");
        }

        if (refused is null)
        {
            var until = await drill.UntilAsync(
                runaway, _call, answer => answer is DrillAnswer.Denied, drill.Patience.ForEffect, cancellation);
            if (until.Last is not DrillAnswer.Denied first)
            {
                if (until.Last is DrillAnswer.Served && await LiftedAsync(stop, cancellation) is { } lifted)
                {
                    _book.NotSeen(DrillChecks.Holds, lifted);
                }
                else if (until.Last is DrillAnswer.Served)
                {
                    _book.Refuted(DrillChecks.Holds, $"{until.Calls} calls were served in "
                        + $"{DrillTimeText.Of(drill.Patience.ForEffect)} after the deny was on");
                }
                else
                {
                    _book.NotSeen(DrillChecks.Holds, until.Last.Reason!);
                }

                _book.NotSeen(DrillChecks.Innocent, "nobody was refused");
                return;
            }

            refused = first;
        }

        var took = DrillTimeText.AtLeastZero(refused.Ended - attached);
        drill.Delays = drill.Delays with { Refused = took };
        var spared = await drill.CallAsync(innocent, _call, cancellation);
        if (spared is DrillAnswer.Served)
            _book.Seen(DrillChecks.Innocent, "the other role was served after the first was refused");
        else if (spared is DrillAnswer.Denied && await drill.StoppedOtherwiseAsync(drill.Plan.Innocent, cancellation) is { } other)
            _book.NotSeen(DrillChecks.Innocent, Otherwise(other));
        else if (spared is DrillAnswer.Denied { Why: var why })
            _book.Refuted(DrillChecks.Innocent, $"the other role was refused, too: {why}");
        else
            _book.NotSeen(DrillChecks.Innocent, spared.Reason!);
        for (var i = 0; i < FurtherCalls; i++)
        {
            await drill.WaitAsync(drill.Patience.Between, cancellation);
            if (await drill.CallAsync(runaway, _call, cancellation) is DrillAnswer.Served)
            {
                if (await LiftedAsync(stop, cancellation) is { } lifted)
                {
                    _book.NotSeen(DrillChecks.Holds, lifted);
                    return;
                }

                _book.Refuted(DrillChecks.Holds, $"a call was served after one was refused {DrillTimeText.Of(took)} after the deny was on");
                return;
            }
        }

        _book.Seen(DrillChecks.Holds, $"the first was refused {DrillTimeText.Of(took)} after the deny was on, and {FurtherCalls} after it");
    }

    // The hour that it counts by may turn, and somebody may restore it.
    private async ValueTask<string?> LiftedAsync(Stop stop, CancellationToken cancellation) =>
        await drill.Guard.Stops.FindAsync(stop.Id, cancellation) is { State: not StopState.Enforced, Note: var note }
            ? $"{stop.Id} was lifted meanwhile{(note is null ? "" : $": {note}")}" : null;

    private static string Otherwise(Stop other) => $"{other.Id} (`{other.Cause.RuleText}`), which is no drill's, stops it, too";

    private async ValueTask RestoreAsync(IDrillCaller runaway, CancellationToken cancellation)
    {
        drill.Say("restoring");
        await drill.Ports.Rules.TakeAsync(cancellation);
        await DrillCleanup.LiftAsync(DrillNames.IsStop, drill.Enforcement, drill.Plan.By, drill.Now, cancellation);
        if (await FindAsync(cancellation) is { } standing)
        {
            _book.Refuted(DrillChecks.Restored, $"{standing.Id} is not lifted: {standing.Note ?? standing.State.ToString()}");
            return;
        }

        var restored = drill.Now;
        var until = await drill.UntilAsync(
            runaway, _call, answer => answer is DrillAnswer.Served, drill.Patience.ForEffect, cancellation);
        if (until.Last is DrillAnswer.Served served)
        {
            var took = DrillTimeText.AtLeastZero(served.Ended - restored);
            drill.Delays = drill.Delays with { Restored = took };
            _book.Seen(DrillChecks.Restored, $"the first was served {DrillTimeText.Of(took)} after it");
        }
        else if (until.Last is DrillAnswer.Denied && await drill.StoppedOtherwiseAsync(drill.Plan.Runaway, cancellation) is { } other)
        {
            _book.NotSeen(DrillChecks.Restored, Otherwise(other));
        }
        else if (until.Last is DrillAnswer.Denied)
        {
            _book.Refuted(DrillChecks.Restored, $"calls are refused {DrillTimeText.Of(drill.Patience.ForEffect)} after it");
        }
        else
        {
            _book.NotSeen(DrillChecks.Restored, until.Last.Reason!);
        }
    }
}
