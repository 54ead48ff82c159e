using KillSwitch.Aws.Audit;
using KillSwitch.Cli.Session;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Stops;

/// <summary>All that is on record about a stop.</summary>
/// <param name="Total">What its counter holds in its window by now; null when that is not on record any more, or the stop is under no
/// counter.</param>
/// <param name="Measured">The same in the limit's unit; null where the total is, or the rule is gone.</param>
/// <param name="Audit">What was done, oldest first.</param>
internal sealed record StopExplanation(Stop Stop, Usage? Total, decimal? Measured, IReadOnlyList<AuditEntry> Audit)
{
    /// <summary>How far the counter went past the limit, in its unit, 0 or more; null where it is not known.</summary>
    public decimal? PastLimit =>
        Measured is { } measured && Stop.Evidence is { } evidence && evidence.Unit != Unit.CacheHitRatio
            ? Math.Max(0, measured - evidence.Limit)
            : null;

    /// <summary>What happened, in the order of its time.</summary>
    public IReadOnlyList<(string What, DateTimeOffset At)> Timeline => [.. Moments().OrderBy(moment => moment.At)];

    public static async Task<StopExplanation> ReadAsync(GuardSession session, Stop stop, Policy policy, CancellationToken cancellation)
    {
        var audit = new List<AuditEntry>();
        for (var month = new DateTimeOffset(stop.At.UtcDateTime.Year, stop.At.UtcDateTime.Month, 1, 0, 0, 0,
            TimeSpan.Zero); month <= GuardSession.Now; month = month.AddMonths(1))
        {
            audit.AddRange((await session.Guard.Audit.ReadAsync(month, cancellation)).Where(entry => entry.Subject == stop.Id));
        }

        if (stop.Cause is not StopCause.ByRule { Trip: var trip, Evidence: var evidence }
            || policy.Rules.OfType<CountedRule>().FirstOrDefault(rule => rule.Id == trip.Rule) is not { } rule)
        {
            return new StopExplanation(stop, null, null, audit);
        }

        var windows = RuleWindow.Of(rule.Every, WindowCalendar.Of(policy.TimeZone));
        var sums = await session.Guard.Ledger.ReadAsync([.. Buckets(trip, windows)], cancellation);
        var unattributed = (await session.UnattributedByRuleAsync(policy, cancellation)).GetValueOrDefault((rule.Id, trip.Scope));
        var total = sums.Aggregate(IsOpen(trip) ? unattributed : default, (sum, usage) => sum + usage);
        return total == default
            ? new StopExplanation(stop, null, null, audit)
            : new StopExplanation(stop, total, rule.Unit == evidence.Unit ? rule.Limit.Of(total) : null, audit);
    }

    private static bool IsOpen(TripKey trip) => trip.Window.Contains(GuardSession.Now.ToUnixTimeSeconds());

    // A rule that counts other windows by now has nothing on record of this one.
    private static IEnumerable<CounterKey> Buckets(TripKey trip, RuleWindow windows) =>
        (trip.IsIn(windows) ? windows.Buckets(trip.Window) : [trip.Window]).Select(bucket => new CounterKey(trip.Scope, bucket));

    private IEnumerable<(string What, DateTimeOffset At)> Moments()
    {
        if (Stop.Evidence is { LastRecord: var newest })
            yield return ("newest record", newest);
        yield return ("decided", Stop.At);
        if (Stop.EnforcedAt is { } enforced)
            yield return ("deny read back", enforced);
        if (Stop.VerifiedAt is { } verified)
            yield return ("verified", verified);
        foreach (var call in Stop.Served?.Calls ?? [])
            yield return ($"{call.By} was served: {call.RequestId}", call.At);
        // What an earlier version found, it kept no calls of.
        if (Stop is { LeakedAt: { } leaked, Served: null })
            yield return ("served all the same", leaked);
        if (Stop.ReleasedAt is { } released)
            yield return ("restored", released);
    }
}
