using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// One record on its way through the cycle: its usage, the rules that count it, and the scopes that count it by the hour whatever the
/// rules.
/// </summary>
internal sealed record PricedInvocation(Invocation Invocation, Usage Usage, IReadOnlyList<RuleHit> Hits, IReadOnlyList<string> UsageScopes)
{
    private const long Minute = 60;

    public long Second { get; } = Invocation.Timestamp.ToUnixTimeSeconds();

    /// <summary>Of each hit, whether its total may come near anything that a rule looks for.</summary>
    public bool[] IsNear { get; } = new bool[Hits.Count];

    /// <summary>When it was taken in without a token count; null where it names one, or where nobody is told.</summary>
    public DateTimeOffset? UncountedAt { get; init; }

    /// <summary>The same call as an earlier record of it was counted.</summary>
    public PricedInvocation At(CountedRecord counted) =>
        new(Invocation with { Timestamp = counted.Timestamp, Tokens = counted.Usage.Tokens }, counted.Usage, Hits, UsageScopes)
        {
            UncountedAt = counted.UncountedAt,
        };

    /// <summary>Whether it says nothing of what is in flight: it is in the total, and in no rate. A job that has ended is not.</summary>
    public bool IsLate(DateTimeOffset now) => IsLate(Invocation, Usage.Tokens, now);

    /// <inheritdoc cref="IsLate(DateTimeOffset)"/>
    public static bool IsLate(Invocation invocation, TokenUsage tokens, DateTimeOffset now) =>
        invocation.IsBatchJob || now - invocation.Timestamp > LastMinutes.LateAfter + BurnRate.CallTimeOf(tokens.OutputTokens);

    /// <summary>The counters that the record adds to, each once.</summary>
    public Posting Posting(WindowCalendar calendar, DateTimeOffset now)
    {
        var counters = new List<CounterKey>(Hits.Count * 2);
        var isLate = IsLate(now);
        foreach (var hit in Hits)
        {
            var counter = new CounterKey(hit.Scope, hit.Windows.Bucket(Second));
            Add(counter);
            if (hit.IsPredictive && !isLate)
                Add(counter.MinuteOf(Second));
        }

        if (UsageScopes.Count > 0)
        {
            var hour = calendar.Containing(WindowUnit.Hour, Second);
            foreach (var scope in UsageScopes)
                Add(new CounterKey(scope, hour));
            // The account's own minutes say how fast money is spent, whatever the rules.
            if (!isLate)
                Add(new CounterKey(UsageScopes[0], hour).MinuteOf(Second));
        }

        if (UnloggedUsage.Of(Invocation) is { } unlogged)
            Add(new CounterKey(unlogged.Scope(Invocation), calendar.Containing(WindowUnit.Hour, Second)));
        if (Invocation is MantleInvocation mantle)
            Add(MantleCalls.Counter(mantle));
        if (UncountedAt is { } at)
            Add(UncountedCalls.Counter(Invocation, at));
        return new Posting(Invocation.Id, Invocation.Timestamp, Usage, counters) { UncountedAt = UncountedAt };

        void Add(CounterKey key)
        {
            if (!counters.Contains(key))
                counters.Add(key);
        }
    }

    /// <summary>The window whose total the rule looks at.</summary>
    public Window Judged(RuleHit hit) => hit.Windows.Holding(Second);

    /// <summary>The buckets after the record's own whose windows hold it, too.</summary>
    public IEnumerable<Window> LaterBuckets(RuleHit hit, DateTimeOffset now) => hit.Windows.LaterBuckets(Second, now.ToUnixTimeSeconds());

    /// <summary>All windows whose totals hold it: <see cref="Judged"/>, and the later ones of a trailing window.</summary>
    public IEnumerable<Window> Windows(RuleHit hit, DateTimeOffset now) =>
        LaterBuckets(hit, now).Select(bucket => hit.Windows.Holding(bucket.Start)).Prepend(Judged(hit));

    /// <summary>The counters that make up <see cref="Judged"/>.</summary>
    public IEnumerable<CounterKey> TotalOf(RuleHit hit) => hit.Counters(Judged(hit));

    /// <summary>What a person granted beyond the limit, for <see cref="Judged"/>.</summary>
    public IEnumerable<CounterKey> AllowanceOf(RuleHit hit) => hit.Allowances.Keys(Judged(hit));

    /// <summary>The last minutes up to the record's own, oldest first.</summary>
    public IEnumerable<CounterKey> BurnMinutes(RuleHit hit)
    {
        var last = Window.MinuteOf(Second).Start;
        for (var i = BurnRate.Minutes - 1; i >= 0; i--)
            yield return hit.MinuteOf(last - (i * Minute));
    }

    /// <summary>
    /// The minutes after the record's own, up to <paramref name="now"/>: usage there has overtaken it. Few, for a record that is not late.
    /// </summary>
    public IEnumerable<CounterKey> LaterMinutes(RuleHit hit, DateTimeOffset now)
    {
        var end = now.ToUnixTimeSeconds();
        for (var start = Window.MinuteOf(Second).End; start <= end; start += Minute)
            yield return hit.MinuteOf(start);
    }

    /// <summary>
    /// Bucket by bucket, how long what comes next lands in a rolling window, and what has left it by then; null for a calendar window.
    /// </summary>
    /// <param name="hit">The rule.</param>
    /// <param name="second">The newest usage, in seconds since 1970.</param>
    /// <param name="totalOf">What a counter holds.</param>
    public static IReadOnlyList<Stretch>? Ahead(RuleHit hit, long second, Func<CounterKey, Usage> totalOf)
    {
        if (!hit.Windows.IsRolling)
            return null;
        var (stretches, leaves) = (new List<Stretch>(), 0m);
        var oldest = hit.Windows.Bucket(hit.Windows.Holding(second).Start);
        // No pace reaches further than the minutes that it was measured over.
        for (var newest = hit.Windows.Bucket(second); ; newest = hit.Windows.Bucket(newest.End), oldest = hit.Windows.Bucket(oldest.End))
        {
            stretches.Add(new Stretch(TimeSpan.FromSeconds(newest.End - second), leaves));
            if (newest.End - second >= BurnRate.Minutes * Minute)
                return stretches;
            leaves += hit.Rule.Limit.Of(totalOf(new CounterKey(hit.Scope, oldest)));
        }
    }
}
