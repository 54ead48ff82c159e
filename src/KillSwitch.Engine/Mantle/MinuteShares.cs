using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Mantle;

/// <summary>
/// Shares the tokens that metrics count by the minute among the callers of that minute. A call may end, and be counted, minutes after it
/// began, and was told of: what a minute counts and its own calls do not explain is of the oldest calls before it that nothing was given
/// to. INVARIANT (nothing is given twice, nor made up): no call gets more than one mean call of a minute, and all parts of a minute
/// together are never more than its tokens.
/// </summary>
internal static class MinuteShares
{
    private const long Minute = 60;

    /// <summary>How long a call may take until it is counted.</summary>
    public static TimeSpan LongestCall { get; } = TimeSpan.FromMinutes(10);

    /// <param name="minutes">What the metrics count, by the start of the minute, in seconds since 1970.</param>
    /// <param name="calls">Who called how often, by the same.</param>
    /// <returns>By minute and caller; who called and gets nothing is left out.</returns>
    public static IReadOnlyList<Share> Of(
        IReadOnlyDictionary<long, (long Calls, TokenUsage Tokens)> minutes,
        IReadOnlyDictionary<long, IReadOnlyDictionary<string, long>> calls)
    {
        var open = calls.ToDictionary(
            minute => minute.Key, minute => minute.Value.ToDictionary(caller => caller.Key, caller => (decimal)caller.Value));
        var found = new List<Share>();
        foreach (var (second, (counted, tokens)) in minutes.OrderBy(minute => minute.Key))
        {
            // Its calls may be shown after its tokens: by the next reading they are.
            if (counted == 0)
                continue;
            var reach = Enumerable.Range(1, (int)(LongestCall.TotalSeconds / Minute)).Select(back => second - (back * Minute))
                .Reverse().Prepend(second).Where(open.ContainsKey).ToList();
            var isAlone = reach.SelectMany(minute => open[minute]).Where(caller => caller.Value > 0)
                .Select(caller => caller.Key).Distinct().Take(2).Count() == 1;
            var (left, covered) = ((decimal)counted, new SortedDictionary<string, decimal>(StringComparer.Ordinal));
            var isOwn = true;
            foreach (var minute in reach.TakeWhile(_ => left > 0))
            {
                var waiting = open[minute].Values.Sum();
                if (waiting == 0)
                    continue;
                isOwn &= minute == second;
                var taken = Math.Min(left, waiting);
                var part = taken / waiting;
                left -= taken;
                foreach (var (caller, count) in open[minute].ToList())
                {
                    covered[caller] = covered.GetValueOrDefault(caller) + (part * count);
                    open[minute][caller] = count * (1 - part);
                }
            }

            // One caller's alone: whatever else may have ended then is of the same caller, or the minute and its calls agree.
            var isExact = covered.Count == 1 && left <= 0 && (isAlone || (isOwn && calls[second].Values.Sum() == counted));
            found.AddRange(Parts(second, counted, tokens, covered, isExact));
        }

        return found;
    }

    // The parts of all who are known, cut down to whole tokens; what that leaves over goes to the largest.
    private static IEnumerable<Share> Parts(
        long second, long counted, TokenUsage tokens, SortedDictionary<string, decimal> covered, bool isExact)
    {
        if (covered.Count == 0)
            yield break;
        var known = Math.Min(1, covered.Values.Sum() / counted);
        var shares = covered.ToDictionary(one => one.Key, one => Times(tokens, one.Value / counted));
        var rest = Times(tokens, known) - shares.Values.Aggregate(default(TokenUsage), (sum, part) => sum + part);
        var largest = covered.MaxBy(one => one.Value).Key;
        foreach (var (caller, calls) in covered)
        {
            var part = caller == largest ? shares[caller] + rest : shares[caller];
            if (part.TotalTokens > 0)
                yield return new Share(second, caller, part, (long)Math.Ceiling(calls), !isExact);
        }
    }

    private static TokenUsage Times(TokenUsage tokens, decimal part)
    {
        return new TokenUsage(
            Of(tokens.InputTokens), Of(tokens.OutputTokens), Of(tokens.CacheReadInputTokens), Of(tokens.CacheWriteInputTokens));

        // A third three times is not quite one.
        long Of(long count) => (long)Math.Floor((count * part) + 0.000001m);
    }

    /// <param name="Second">The start of the minute.</param>
    /// <param name="Caller">As the calls name it.</param>
    /// <param name="Tokens">The part.</param>
    /// <param name="Covered">For how many calls, rounded up.</param>
    /// <param name="IsEstimated">Whether it may be somebody else's.</param>
    public readonly record struct Share(long Second, string Caller, TokenUsage Tokens, long Covered, bool IsEstimated);
}
