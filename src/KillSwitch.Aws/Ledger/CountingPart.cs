using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// What one transaction counts: some records (or parts of records), an item for each, and the counters that they add to, summed.
/// </summary>
internal sealed class CountingPart
{
    private const int MaxItems = 100;

    // An expression has 4 KB, and 300 operations.
    private const int MaxSlots = 16;

    private readonly Dictionary<CounterKey, Usage> _counters = [];
    private readonly List<CountingUnit> _units = [];
    private readonly Dictionary<CounterKey, HashSet<string>> _homes = [];

    public IReadOnlyList<CountingUnit> Units => _units;

    /// <summary>How many items the transaction writes; each is paid for.</summary>
    public int Actions => _units.Count + _homes.Count;

    /// <summary>
    /// Cut in the order of the batch, or with the calls of each caller together, whichever writes fewer items: callers in turn
    /// would write the counters of each into every part.
    /// </summary>
    public static IReadOnlyList<CountingPart> Cut(IReadOnlyList<CountingUnit> units)
    {
        var inTurn = InOrder(units);
        if (inTurn.Count <= 1)
            return inTurn;
        // A caller's own counter is the one that fewest others add to.
        var times = units.SelectMany(unit => unit.Counters).CountBy(counter => counter).ToDictionary();
        var byCaller = InOrder(units.OrderBy(
            unit => unit.Counters.MinBy(counter => (times[counter], -counter.Scope.Length)).Scope, StringComparer.Ordinal));
        return byCaller.Sum(part => part.Actions) < inTurn.Sum(part => part.Actions) ? byCaller : inTurn;
    }

    /// <summary>Takes the unit in, unless the transaction would grow past what DynamoDB allows.</summary>
    public bool TryAdd(CountingUnit unit)
    {
        CounterPlace[] places = [.. unit.Counters.Select(CounterPlace.Of)];
        if (Actions + 1 + places.Select(place => place.Home).Distinct().Count(home => !_homes.ContainsKey(home)) > MaxItems
            || places.Any(place => _homes.TryGetValue(place.Home, out var slots) && slots.Count >= MaxSlots && !slots.Contains(place.Slot)))
        {
            return false;
        }

        foreach (var (home, slot) in places)
        {
            if (!_homes.TryGetValue(home, out var slots))
                _homes.Add(home, slots = []);
            slots.Add(slot);
        }

        foreach (var counter in unit.Counters)
            _counters[counter] = _counters.GetValueOrDefault(counter) + unit.Posting.Usage;
        _units.Add(unit);
        return true;
    }

    private static List<CountingPart> InOrder(IEnumerable<CountingUnit> units)
    {
        var parts = new List<CountingPart>();
        foreach (var unit in units)
        {
            if (parts.Count > 0 && parts[^1].TryAdd(unit))
                continue;
            parts.Add(new CountingPart());
            parts[^1].TryAdd(unit);
        }

        return parts;
    }

    /// <summary>The items of counters that it adds to.</summary>
    public IEnumerable<CounterKey> Homes => _homes.Keys;

    /// <summary>What is added to each counter.</summary>
    public IReadOnlyCollection<KeyValuePair<CounterKey, Usage>> Counters => _counters;

    /// <summary>In the order of <see cref="Units"/>.</summary>
    public List<TransactWriteItem> Records(LedgerTable table) =>
        _units.ConvertAll(unit => RecordItem.Once(table, unit.Posting, unit.Part));
}
