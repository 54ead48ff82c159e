namespace KillSwitch.Core.Caching;

/// <summary>What a session's usage looks like, and since when.</summary>
/// <param name="Fault">Its shape.</param>
/// <param name="Since">For <see cref="CacheFault.Stopped"/> the first call, or hour, that was served nothing any more; else null.</param>
public readonly record struct CacheDiagnosis(CacheFault Fault, DateTimeOffset? Since = null)
{
    /// <summary>The share of what could be read from which a cache is said to work.</summary>
    public const decimal Working = 0.75m;

    // A handful of calls in a row without a read happens to everyone, after a long prompt was compacted for example.
    private const int FewestUnread = 10;

    private const decimal Hardly = 0.02m;
    private const decimal Well = 0.5m;
    private const decimal Some = 0.1m;

    public static CacheDiagnosis Of(SessionCaching session)
    {
        var (tokens, calls, readable) = (session.Tokens, session.CallCount, session.Readable);
        if (Ended(session) is { } since)
            return new CacheDiagnosis(CacheFault.Stopped, since);
        if (tokens.CacheReadInputTokens > 0 && Share(tokens.CacheReadInputTokens, readable) >= Working)
            return new CacheDiagnosis(CacheFault.Works);
        if (session.UncacheableCalls * 2 > calls)
            return new CacheDiagnosis(CacheFault.ModelWithoutCaching);
        if (session.ShortCalls * 2 > calls)
            return new CacheDiagnosis(CacheFault.PromptsTooShort);
        if (calls < 2)
            return new CacheDiagnosis(CacheFault.TooFewCalls);

        var served = session.Calls.Where(call => call.Readable > 0).ToList();
        if (session.LateCalls > served.Count)
            return new CacheDiagnosis(CacheFault.TooFarApart);
        if (served.Count == 0)
            return new CacheDiagnosis(CacheFault.NothingToReuse);
        if (tokens.CacheReadInputTokens == 0 && tokens.CacheWriteInputTokens == 0)
            return new CacheDiagnosis(CacheFault.NeverAsked);
        if (Share(tokens.CacheReadInputTokens, readable) < Hardly && Share(tokens.CacheWriteInputTokens, tokens.TotalInputTokens) >= Some)
            return new CacheDiagnosis(CacheFault.NeverRead);
        return new CacheDiagnosis(ShareOf(served, call => Share(call.Tokens.CacheReadInputTokens, call.Readable) >= Well) >= Some
            && ShareOf(served, call => Share(call.Tokens.CacheReadInputTokens, call.Readable) < Hardly) >= Some
            ? CacheFault.SomeCallsOnly
            : CacheFault.PartOfPrompt);
    }

    // Good until the last read, and then a run of calls that could have been served and were not.
    private static DateTimeOffset? Ended(SessionCaching session)
    {
        var last = session.Calls.Count - 1;
        while (last >= 0 && Share(session.Calls[last].Tokens.CacheReadInputTokens, session.Calls[last].Readable) < Hardly)
            last--;
        if (last < 0)
            return null;
        var before = session.Calls.Take(last + 1).ToList();
        var unread = session.Calls.Skip(last + 1).Where(call => call.Readable > 0).ToList();
        return Share(before.Sum(call => call.Tokens.CacheReadInputTokens), before.Sum(call => call.Readable)) >= Working
            && unread.Sum(call => call.Calls) >= FewestUnread
            ? session.Calls[last + 1].At
            : null;
    }

    private static decimal ShareOf(List<CachedCall> calls, Func<CachedCall, bool> which) =>
        Share(calls.Where(which).Sum(call => call.Calls), calls.Sum(call => call.Calls));

    private static decimal Share(long part, long whole) => whole == 0 ? 0 : (decimal)part / whole;
}
