using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;

namespace KillSwitch.Engine.Adoption;

/// <summary>
/// Adds invocation records up into the counters that a proposed policy has: in UTC, each record once, refused ones never.
/// </summary>
public sealed class SeenCalls(IPriceBook prices)
{
    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    private readonly Dictionary<RecordId, Invocation> _met = [];
    private readonly Dictionary<string, decimal> _principals = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, long Day), decimal> _models = [];
    private readonly Dictionary<(string Principal, string Session, long Hour), decimal> _sessions = [];
    private readonly Dictionary<long, decimal> _days = [];

    public long Records { get; private set; }

    /// <summary>The time of the first; null before it.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>Of Anthropic's models, whose caching a client has to ask for.</summary>
    public TokenUsage AnthropicTokens { get; private set; }

    public void Add(Invocation record)
    {
        if (record.IsRefused)
            return;
        if (_met.TryGetValue(record.Id, out var known))
        {
            if (!Twins.Outweighs(record, known))
                return;
            Change(known, -1);
        }

        _met[record.Id] = record;
        Change(record, 1);
        First = First is null || record.Timestamp < First ? record.Timestamp : First;
    }

    private void Change(Invocation record, int times)
    {
        var second = record.Timestamp.ToUnixTimeSeconds();
        var cost = prices.Price(record).Cost.Amount;
        var principal = DimensionValue.Of(record, Dimension.Principal);
        Add(_principals, principal, times * cost);
        Add(_models, (record.Model.Id, second / Day), times);
        Add(_sessions, (principal, DimensionValue.Of(record, Dimension.Session), second / Hour), times * record.Tokens.UncachedInputTokens);
        Add(_days, second / Day, times * cost);
        if (record.Model.Id.StartsWith("anthropic.", StringComparison.Ordinal))
            AnthropicTokens = times > 0 ? AnthropicTokens + record.Tokens : AnthropicTokens - record.Tokens;
        Records += times;
    }

    /// <summary>What each principal would spend in 30 days at the pace of the span.</summary>
    public Figures? PrincipalMonths(DateTimeOffset from, DateTimeOffset until)
    {
        // Where logging began within the span, the pace is that since then.
        var days = Math.Max(1, (decimal)(until - (First > from ? First.Value : from)).Ticks / TimeSpan.TicksPerDay);
        return Figures.Of(_principals.Values.Select(spent => spent * 30 / days));
    }

    public Figures? ModelDays() => Figures.Of(_models.Values);

    public Figures? SessionHours() => Figures.Of(_sessions.Values);

    public Figures? AccountDays() => Figures.Of(_days.Values);

    /// <summary>Who spent most; null before the first.</summary>
    public string? Dearest => _principals.Count == 0 ? null : _principals.MaxBy(one => one.Value).Key;

    private static void Add<TKey>(Dictionary<TKey, decimal> to, TKey key, decimal value)
        where TKey : notnull => to[key] = to.GetValueOrDefault(key) + value;
}
