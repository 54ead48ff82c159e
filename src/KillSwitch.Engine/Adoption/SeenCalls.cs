using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;

namespace KillSwitch.Engine.Adoption;

/// <summary>
/// Adds invocation records up into the counters that a proposed policy has: in UTC, each record once, refused ones never, and no
/// incident.
/// </summary>
public sealed class SeenCalls(IPriceBook prices)
{
    private const long Hour = 3600;

    private readonly Dictionary<RecordId, Invocation> _met = [];
    private readonly Dictionary<SeenHour, Usage> _hours = [];
    private (IReadOnlyList<Runaway> Runaways, IReadOnlySet<SeenHour> Hours)? _found;

    public long Records { get; private set; }

    /// <summary>The time of the first; null before it.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>What is left out of all that follows, the dearest first.</summary>
    public IReadOnlyList<Runaway> Runaways => Found.Runaways;

    /// <summary>Of Anthropic's models, whose caching a client has to ask for.</summary>
    public Usage Anthropic => Usual.Where(one => one.Key.Model.StartsWith("anthropic.", StringComparison.Ordinal))
        .Aggregate(default(Usage), (sum, one) => sum + one.Value);

    private (IReadOnlyList<Runaway> Runaways, IReadOnlySet<SeenHour> Hours) Found =>
        _found ??= new RunawaySearch(_hours).Run();

    private IEnumerable<KeyValuePair<SeenHour, Usage>> Usual => _hours.Where(one => !Found.Hours.Contains(one.Key));

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
        _found = null;
        var hour = new SeenHour(DimensionValue.Of(record, Dimension.Principal), DimensionValue.Of(record, Dimension.Session),
            record.Model.Id, record.Timestamp.ToUnixTimeSeconds() / Hour * Hour);
        var one = prices.Price(record).Of(1, record.Tokens);
        var sum = _hours.GetValueOrDefault(hour);
        _hours[hour] = times > 0 ? sum + one : sum - one;
        Records += times;
    }

    /// <summary>What each principal would spend in 30 days at the pace of the span.</summary>
    public Figures? PrincipalMonths(DateTimeOffset from, DateTimeOffset until)
    {
        // Where logging began within the span, the pace is that since then.
        var days = Math.Max(1, (decimal)(until - (First > from ? First.Value : from)).Ticks / TimeSpan.TicksPerDay);
        return Figures.Of(Sums(one => one.Key.Principal, one => one.Cost.Amount).Select(spent => spent * 30 / days));
    }

    public Figures? ModelDays() => Figures.Of(Sums(one => (one.Key.Model, one.Key.Day), one => one.Calls));

    public Figures? SessionHours() =>
        Figures.Of(Sums(one => (one.Key.Principal, one.Key.Session, one.Key.Hour), one => one.Tokens.UncachedInputTokens));

    public Figures? AccountDays() => Figures.Of(Sums(one => one.Key.Day, one => one.Cost.Amount));

    /// <summary>Who spent most; null where nobody did.</summary>
    public string? Dearest => Usual.GroupBy(one => one.Key.Principal).MaxBy(own => own.Sum(one => one.Value.Cost.Amount))?.Key;

    private IEnumerable<decimal> Sums<TKey>(Func<KeyValuePair<SeenHour, Usage>, TKey> by, Func<Usage, decimal> of) =>
        Usual.GroupBy(by).Select(same => same.Sum(one => of(one.Value)));
}
