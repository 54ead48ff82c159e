using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Caching;

/// <summary>
/// Judges recorded calls one by one. A call could have read what an earlier one of its session and model had sent, as
/// <see cref="OpenPrompts"/> says; a prompt below the model's minimum could not.
/// </summary>
public static class CallByCall
{
    /// <param name="records">In any order; one that is met again counts once, and a refused one or one without input not at all.</param>
    /// <returns>A session each, in order of name.</returns>
    public static IReadOnlyList<SessionCaching> Of(IEnumerable<Invocation> records, PriceBook book) =>
    [
        .. Twins.Heaviest(records.Where(record => !record.IsRefused && record.Tokens.TotalInputTokens > 0))
            .GroupBy(record =>
                (record.Account, Principal: DimensionValue.Of(record, Dimension.Principal),
                    Session: DimensionValue.Of(record, Dimension.Session)))
            .OrderBy(same => same.Key.Principal, StringComparer.Ordinal).ThenBy(same => same.Key.Session, StringComparer.Ordinal)
                .ThenBy(same => same.Key.Account, StringComparer.Ordinal)
            .Select(same => Session(same.Key.Account, same.Key.Principal, same.Key.Session,
                [.. same.OrderBy(record => record.Timestamp).ThenBy(record => record.Id)], book)),
    ];

    private static SessionCaching Session(string account, string principal, string session, Invocation[] records, PriceBook book)
    {
        var readable = new long[records.Length];
        var continued = new bool[records.Length];
        var open = new Dictionary<string, OpenPrompts>(StringComparer.Ordinal);
        var (brief, uncacheable, late) = (0L, 0L, 0L);
        for (var i = 0; i < records.Length; i++)
        {
            var (record, tokens) = (records[i], records[i].Tokens);
            var support = CacheSupport.Of(record.Model);
            if (!open.TryGetValue(record.Model.Raw, out var prompts))
                open.Add(record.Model.Raw, prompts = new OpenPrompts(support?.Lifetime ?? TimeSpan.FromMinutes(5)));
            var before = prompts.Continue(record.Timestamp, tokens.TotalInputTokens, out var isLate);
            prompts.Add(i, record.Timestamp, tokens.TotalInputTokens, hour: tokens.CacheWrite1hInputTokens > 0);

            var cacheable = Price(record, book) is var price && price.CacheRead < price.Input;
            var isShort = support is not null && tokens.TotalInputTokens < support.MinimumTokens;
            uncacheable += cacheable ? 0 : 1;
            brief += cacheable && isShort ? 1 : 0;
            late += isLate ? 1 : 0;
            readable[i] = tokens.CacheReadInputTokens;
            if (before is not { } prompt || !cacheable || prompt.Tokens < (support?.MinimumTokens ?? 0))
                continue;
            readable[i] = Math.Max(readable[i], prompt.Tokens);
            continued[prompt.Call] = true;
        }

        return new SessionCaching
        {
            Account = account,
            Principal = principal,
            Session = session,
            IsCallByCall = true,
            Calls = [.. records.Select(
                (record, i) => WorkingCache.Judge(Price(record, book), record.Timestamp, 1, record.Tokens, readable[i], continued[i]))],
            Models = [.. records.GroupBy(record => record.Model.Id, StringComparer.Ordinal).OrderByDescending(same => same.Count())
                .ThenBy(same => same.Key, StringComparer.Ordinal).Select(same => same.Key)],
            ShortCalls = brief,
            UncacheableCalls = uncacheable,
            LateCalls = late,
            InferenceRegions = records.Select(record => record.InferenceRegion).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
        };
    }

    private static Price Price(Invocation record, PriceBook book) => book.Find(record);
}
