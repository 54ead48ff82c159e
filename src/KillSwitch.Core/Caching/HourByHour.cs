using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Caching;

/// <summary>
/// Judges the sums of hours, where single calls are not known: a working cache serves the target share of an hour's input, and
/// of few calls no more than all but the first could have read.
/// </summary>
/// <param name="book">The prices.</param>
/// <param name="target">The share of input that a working cache serves, 0 to 1.</param>
public sealed class HourByHour(PriceBook book, decimal target)
{
    /// <param name="hours">By hour and session: the scope names principal and session.</param>
    /// <param name="models">What the account called in an hour, by model.</param>
    public IReadOnlyList<SessionCaching> Of(
        IReadOnlyList<(Window Hour, string Scope, Usage Usage)> hours,
        IReadOnlyDictionary<Window, IReadOnlyList<(string Model, Usage Usage)>> models) =>
    [
        // Of the mantle endpoint nobody tells what the cache served, nor which part of an hour's cost is its own.
        .. hours.Where(hour => hour.Usage is { Tokens.TotalInputTokens: > 0, Estimated.UncachedInputTokens: 0 })
            .GroupBy(hour => hour.Scope, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => Session(same.Key, [.. same.OrderBy(hour => hour.Hour.Start)], models)),
    ];

    private SessionCaching Session(string scope, (Window Hour, string Scope, Usage Usage)[] hours,
        IReadOnlyDictionary<Window, IReadOnlyList<(string Model, Usage Usage)>> models)
    {
        var calls = new List<CachedCall>(hours.Length);
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var (brief, uncacheable) = (0L, 0L);
        foreach (var (hour, _, usage) in hours)
        {
            var paid = HourPrice.Find(book, hour.From, usage, models.GetValueOrDefault(hour) ?? []);
            var support = CacheSupport.Of(paid.Model);
            var input = usage.Tokens.TotalInputTokens;
            var cacheable = paid.Price.CacheRead < paid.Price.Input;
            var isShort = support is not null && input / usage.Calls < support.MinimumTokens;
            uncacheable += cacheable ? 0 : usage.Calls;
            brief += cacheable && isShort ? usage.Calls : 0;
            if (paid.Model.Id.Length > 0)
                seen[paid.Model.Id] = seen.GetValueOrDefault(paid.Model.Id) + usage.Calls;
            var share = cacheable && !isShort ? Math.Min(target, 1 - (1m / usage.Calls)) : 0;
            var readable = Math.Max(usage.Tokens.CacheReadInputTokens, (long)(input * share));
            var call = WorkingCache.Judge(paid.Price, hour.From, usage.Calls, usage.Tokens, readable, isContinued: share > 0);
            // An hour that did better than the target makes none better that did worse.
            calls.Add(call with { Lost = call.Lost > Usd.Zero ? call.Lost : Usd.Zero });
        }

        return new SessionCaching
        {
            Account = ScopeText.Value(scope, Dimension.Account) ?? "",
            Principal = ScopeText.Value(scope, Dimension.Principal) ?? Missing.Value,
            Session = ScopeText.Value(scope, Dimension.Session) ?? Missing.Value,
            IsCallByCall = false,
            Calls = calls,
            Models = [.. seen.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Key)],
            ShortCalls = brief,
            UncacheableCalls = uncacheable,
        };
    }
}
