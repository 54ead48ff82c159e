using KillSwitch.Cli.Layout;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Account;

/// <summary>One counter of one rule, now.</summary>
/// <param name="Limit">Allowances included.</param>
/// <param name="Share">Of the limit that is used, 0 and up.</param>
internal sealed record CounterReading(Rule Rule, string Subject, decimal Measured, decimal Limit, decimal Share, Window Window)
{
    /// <summary>As <see cref="ScopeText"/> writes it.</summary>
    public required string Scope { get; init; }

    /// <summary>The part of it that CloudWatch alone has counted.</summary>
    public Usage Unattributed { get; init; }

    public string Unit => Measure.Unit(Rule.Limit);

    /// <summary><c>$12.50 of $60.00</c>, <c>1,800 of 2,000 calls</c></summary>
    public Cell OfLimit
    {
        get
        {
            var (full, word) = (Figure.Text(Unit, Measured), Unit is "usd" ? "" : Unit is "calls" ? " calls" : " tokens");
            return word.Length == 0
                ? new Cell($"{full} of {Figure.Text(Unit, Limit)}")
                : new Cell($"{full[..^word.Length]} of {Figure.Text(Unit, Limit)}", Brief: $"{Layout.Brief.Number(Measured)} of {Layout.Brief.Number(Limit)}{word}");
        }
    }

    /// <summary>How alarming a share of a limit is.</summary>
    public static Ink Ink(decimal share) => share >= 0.95m ? Layout.Ink.Bad : share >= 0.8m ? Layout.Ink.Warning : Layout.Ink.Plain;

    /// <summary>Every counter of every rule that bounds a sum, the fullest first.</summary>
    public static async Task<IReadOnlyList<CounterReading>> ReadAsync(GuardSession session, Policy policy, CancellationToken cancellation)
    {
        var readings = new List<CounterReading>();
        var unattributed = await session.UnattributedByRuleAsync(policy, cancellation);
        foreach (var rule in policy.Rules.Where(rule => rule.Limit is not (Core.Policies.Limit.Budget or Core.Policies.Limit.CacheHitRatio)))
            readings.AddRange(await ReadAsync(session, policy, rule, unattributed, cancellation));
        return [.. readings.OrderByDescending(reading => reading.Share).ThenBy(reading => reading.Subject, StringComparer.Ordinal)];
    }

    private static async Task<IEnumerable<CounterReading>> ReadAsync(
        GuardSession session, Policy policy, Rule rule, IReadOnlyDictionary<(string Rule, string Scope), Usage> unattributed, CancellationToken cancellation)
    {
        var (window, buckets, rolling) = Buckets(policy, rule, GuardSession.Now.ToUnixTimeSeconds());
        var dimensions = ScopeText.Dimensions(rule);
        var shape = ScopeText.Shape(session.Guard.Place.Account, dimensions, ScopeText.Patterns(rule, dimensions));
        var totals = new Dictionary<string, Usage>(await session.Guard.Usage.SumAsync(buckets, shape, cancellation), StringComparer.Ordinal);
        foreach (var ((_, scope), usage) in unattributed.Where(counter => counter.Key.Rule == rule.Id))
            totals[scope] = totals.GetValueOrDefault(scope) + usage;
        return await Task.WhenAll(totals.Where(total => Matches(rule, dimensions, total.Key)).Select(async total =>
        {
            var grants = await session.Guard.Ledger.ReadAsync([.. Allowance.Keys(rule.Id, total.Key, window, rolling)], cancellation);
            var limit = Measure.Bound(rule.Limit) + Allowance.Of(grants.Aggregate(default(Usage), (sum, grant) => sum + grant)).Amount;
            var measured = Measure.Of(rule.Limit, total.Value);
            return new CounterReading(rule, ScopeText.Subject(total.Key), measured, limit, measured / limit, window) { Scope = total.Key, Unattributed = unattributed.GetValueOrDefault((rule.Id, total.Key)) };
        }));
    }

    // Rules with other patterns share the partition: a counter belongs to this one when its own values match.
    private static bool Matches(Rule rule, IReadOnlyList<Dimension> dimensions, string scope) => rule.Match
        .Where(match => dimensions.Contains(match.Field))
        .All(match => ScopeText.Value(scope, match.Field) is { } value && match.AnyOf.Any(glob => glob.Matches(value)));

    private static (Window Window, IReadOnlyList<Window> Buckets, TimeSpan? Rolling) Buckets(Policy policy, Rule rule, long second)
    {
        if (rule.Every is not Every.Rolling { Duration: var duration })
        {
            var calendar = WindowCalendar.Of(policy.TimeZone).Containing(((Every.Calendar)rule.Every!).Unit, second);
            return (calendar, [calendar], null);
        }

        var rolling = new RollingWindow(duration);
        var window = rolling.EndingAt(second);
        return (window, [.. Enumerable.Range(0, rolling.BucketCount).Select(i => rolling.Bucket(window.Start + (i * rolling.BucketSeconds)))], duration);
    }
}
