using KillSwitch.Core.Caching;
using KillSwitch.Core.Money;

namespace KillSwitch.Cli.Caching;

/// <summary>What is told of the cache: every session with its diagnosis, the dearest loss first.</summary>
internal sealed record CachingReport
{
    public required IReadOnlyList<(SessionCaching Session, CacheDiagnosis Diagnosis)> Sessions { get; init; }

    /// <summary>Null where nothing was called.</summary>
    public required DateTimeOffset? From { get; init; }

    public required DateTimeOffset? To { get; init; }

    /// <summary>The share that a working cache is taken to serve; null where single calls are known.</summary>
    public decimal? Target { get; init; }

    /// <summary>Lines of logs that could not be read.</summary>
    public long Skipped { get; init; }

    /// <summary>Why what was asked for lets none of the sessions through; null where it does, or where there are none.</summary>
    public string? Fault { get; init; }

    public long InputTokens => Sessions.Sum(one => one.Session.Tokens.TotalInputTokens);

    public long CacheReadInputTokens => Sessions.Sum(one => one.Session.Tokens.CacheReadInputTokens);

    public long Readable => Sessions.Sum(one => one.Session.Readable);

    public long Calls => Sessions.Sum(one => one.Session.CallCount);

    public Usd Cost => Sum(one => one.Cost);

    public Usd Lost => Sum(one => one.Lost);

    /// <summary>Null before the first input token.</summary>
    public decimal? CacheHitRatio => Share(CacheReadInputTokens, InputTokens);

    /// <summary>Of all input what a working cache would have served.</summary>
    public decimal? ReachableRatio => Share(Readable, InputTokens);

    public static CachingReport Of(IEnumerable<SessionCaching> sessions, DateTimeOffset? from, DateTimeOffset? to) => new()
    {
        Sessions = [.. sessions.OrderByDescending(session => session.Lost).ThenByDescending(session => session.Cost)
            .ThenBy(session => session.Name, StringComparer.Ordinal)
            .Select(session => (session, CacheDiagnosis.Of(session)))],
        From = from,
        To = to,
    };

    public static decimal? Share(long part, long whole) => whole == 0 ? null : (decimal)part / whole;

    private Usd Sum(Func<SessionCaching, Usd> of) => Sessions.Aggregate(Usd.Zero, (sum, one) => sum + of(one.Session));
}
