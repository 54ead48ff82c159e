using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>What a person's restore came to.</summary>
public abstract record RestoreResult
{
    private RestoreResult()
    {
    }

    /// <summary>The stop as it stands now: released, or still releasing with a failure.</summary>
    public sealed record Done(Stop Stop) : RestoreResult;

    /// <summary>It was over before.</summary>
    public sealed record Unchanged(Stop Stop) : RestoreResult;

    /// <summary>The counter is at its limit: the next call would trip it again.</summary>
    public sealed record WouldTripAgain(string Unit, decimal Measured, decimal Limit, Window Window) : RestoreResult;

    public sealed record Refused(string Reason) : RestoreResult;
}

/// <summary>
/// Lifts a stop for a person. Within the window that tripped, the counter may trip once more afterwards, at the same limit or at
/// one that is raised; a counter that is at its limit still needs a raise.
/// </summary>
public sealed class Restoration(ILedger ledger, Enforcement enforcement)
{
    /// <summary>What CloudWatch alone has counted, by rule and counter; nothing where only the log is known.</summary>
    public IReadOnlyDictionary<(string Rule, string Scope), Usage> Unattributed { get; init; } = new Dictionary<(string, string), Usage>();

    /// <param name="stop">As it was read.</param>
    /// <param name="policy">What is in force.</param>
    /// <param name="raise">What is granted beyond the limit, in its unit; 0 for nothing.</param>
    /// <param name="by">The ARN of the person.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<RestoreResult> RunAsync(
        Stop stop, Policy policy, decimal raise, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        if (stop.State is StopState.Released or StopState.Rejected)
            return new RestoreResult.Unchanged(stop);
        if (stop.IsActive && Live(stop, policy, now) is { } counter)
        {
            var limit = Measure.Bound(counter.Rule.Limit) + Allowance.Of(await SumAsync(counter.Allowances, cancellation)).Amount;
            var total = await SumAsync(counter.Totals, cancellation) + Unattributed.GetValueOrDefault((counter.Rule.Id, stop.Trip.Scope));
            var measured = Measure.Of(counter.Rule.Limit, total);
            if (measured >= limit + raise)
                return new RestoreResult.WouldTripAgain(Measure.Unit(counter.Rule.Limit), measured, limit, counter.Window);
            // Granted before the deny goes, and once however often it is tried: a stop is restored once, whatever its revision is by then.
            var grant = FormattableString.Invariant($"{stop.Id}/{raise}");
            await ledger.CountAsync([Allowance.Grant(stop.Target.Account, counter.GrantTo, raise, grant, stop.At)], cancellation);
        }
        else if (raise > 0)
        {
            return new RestoreResult.Refused("nothing is there to raise: its window has turned, or its rule is gone or bounds no sum");
        }

        return await enforcement.CommandAsync(stop, new StopCommand.Restore(now, by), cancellation) switch
        {
            StopTransition.To { Next: var next } => new RestoreResult.Done(next),
            StopTransition.Refused { Reason: var reason } => new RestoreResult.Refused(reason),
            _ => new RestoreResult.Unchanged(stop),
        };
    }

    // Null where the counter cannot trip again at once: another window, another policy, a ratio.
    private static LiveCounter? Live(Stop stop, Policy policy, DateTimeOffset now)
    {
        var (trip, second) = (stop.Trip, now.ToUnixTimeSeconds());
        var rule = policy.Rules.FirstOrDefault(rule => rule.Id == trip.Rule);
        if (rule is null or { Limit: Limit.CacheHitRatio or Limit.Budget })
            return null;
        if (rule.Every is Every.Rolling { Duration: var duration })
        {
            var rolling = new RollingWindow(duration);
            var window = rolling.EndingAt(second);
            var buckets = Enumerable.Range(0, rolling.BucketCount)
                .Select(i => new CounterKey(trip.Scope, rolling.Bucket(window.Start + (i * rolling.BucketSeconds))));
            return new LiveCounter(rule, window, [.. buckets], [.. Allowance.Keys(rule.Id, trip.Scope, window, duration)], Allowance.Key(rule.Id, trip.Scope, window, duration, now));
        }

        var current = WindowCalendar.Of(policy.TimeZone).Containing(((Every.Calendar)rule.Every!).Unit, second);
        return current != trip.Window
            ? null
            : new LiveCounter(rule, current, [new CounterKey(trip.Scope, current)], [.. Allowance.Keys(rule.Id, trip.Scope, current, null)], Allowance.Key(rule.Id, trip.Scope, current, null, now));
    }

    private async ValueTask<Usage> SumAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation) =>
        (await ledger.ReadAsync(counters, cancellation)).Aggregate(default(Usage), (sum, usage) => sum + usage);

    private sealed record LiveCounter(Rule Rule, Window Window, IReadOnlyList<CounterKey> Totals, IReadOnlyList<CounterKey> Allowances, CounterKey GrantTo);
}
