using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Ledger;

/// <summary>What one transaction counts: some records (or parts of records), their marks, and the counters that they add to, summed.</summary>
internal sealed class CountingPart
{
    private const int MaxItems = 100;

    private readonly Dictionary<string, (long Second, List<string> Marks)> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<CounterKey, Usage> _counters = [];
    private readonly List<CountingUnit> _units = [];

    public IReadOnlyList<CountingUnit> Units => _units;

    public IReadOnlyCollection<string> Partitions => _seen.Keys;

    /// <summary>Takes the unit in, unless the transaction would grow past what DynamoDB allows.</summary>
    public bool TryAdd(CountingUnit unit)
    {
        var isNewSecond = !_seen.TryGetValue(unit.Partition, out var second);
        var added = (isNewSecond ? 1 : 0) + unit.Counters.Count(counter => !_counters.ContainsKey(counter));
        if (_seen.Count + _counters.Count + added > MaxItems || (!isNewSecond && second.Marks.Count == SeenRecords.MaxPerWrite))
            return false;
        if (isNewSecond)
            _seen.Add(unit.Partition, second = (unit.Posting.Timestamp.ToUnixTimeSeconds(), []));
        second.Marks.Add(unit.Mark);
        foreach (var counter in unit.Counters)
            _counters[counter] = _counters.GetValueOrDefault(counter) + unit.Posting.Usage;
        _units.Add(unit);
        return true;
    }

    public List<TransactWriteItem> Items(LedgerTable table) =>
    [
        .. _seen.Select(seen => new TransactWriteItem { Update = SeenRecords.Add(table, seen.Key, seen.Value.Second, seen.Value.Marks) }),
        .. _counters.Select(counter => new TransactWriteItem { Update = CounterItem.Add(table, counter.Key, counter.Value) }),
    ];
}
