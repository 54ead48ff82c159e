using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace KillSwitch.Contention.Table;

/// <summary>
/// A table in memory with DynamoDB's contention: a transaction holds its items for a while, and whoever writes one of them meanwhile is
/// refused; a partition key takes so many write units a second. Safe for many threads.
/// </summary>
public sealed class ContendedTable(TimeProvider clock, Random random, Conflicts conflicts)
{
    public const string PartitionKey = "pk";
    public const string SortKey = "sk";

    private readonly Dictionary<string, SortedDictionary<string, Item>> _partitions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), int> _holds = [];
    private readonly Dictionary<string, (long Second, int Units)> _units = new(StringComparer.Ordinal);

    /// <summary>Whatever looks at the items or holds them.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What was asked of the table.</summary>
    public TableTally Tally { get; } = new();

    /// <summary>Called after each write that happened, within <see cref="Gate"/>; null for nothing.</summary>
    public Action? Written { get; set; }

    public Task HoldAsync(double share = 1) => WaitAsync(conflicts.Hold, share);

    public Task PlainAsync(double share = 1) => WaitAsync(conflicts.Plain, share);

    /// <summary>Null where there is none.</summary>
    public Item? this[string partition, string sort] =>
        _partitions.TryGetValue(partition, out var items) ? items.GetValueOrDefault(sort) : null;

    public Item? Find(Item key) => this[key[PartitionKey].S, key[SortKey].S];

    public IEnumerable<Item> Partition(string partition) =>
        _partitions.TryGetValue(partition, out var items) ? items.Values : Enumerable.Empty<Item>();

    /// <summary>Every item, in the order of their keys' making.</summary>
    public IEnumerable<Item> All => _partitions.Values.SelectMany(partition => partition.Values);

    public void Put(Item item)
    {
        if (!_partitions.TryGetValue(item[PartitionKey].S, out var items))
            _partitions.Add(item[PartitionKey].S, items = new SortedDictionary<string, Item>(StringComparer.Ordinal));
        items[item[SortKey].S] = item;
    }

    public bool IsHeld(Item key) => _holds.ContainsKey(NameOf(key));

    public void Take(Item key) => _holds[NameOf(key)] = _holds.GetValueOrDefault(NameOf(key)) + 1;

    public void LetGo(Item key)
    {
        var name = NameOf(key);
        if (--_holds[name] == 0)
            _holds.Remove(name);
    }

    /// <summary>False where the key has had its units in this second.</summary>
    public bool TrySpend(Item item, int units)
    {
        var (partition, now) = (item[PartitionKey].S, clock.GetUtcNow().ToUnixTimeSeconds());
        var (second, spent) = _units.GetValueOrDefault(partition);
        spent = second == now ? spent : 0;
        if (spent + units > conflicts.UnitsASecond)
            return false;
        _units[partition] = (now, spent + units);
        Tally.WriteUnits += units;
        return true;
    }

    public int Next(int below)
    {
        lock (Gate)
            return random.Next(below);
    }

    private Task WaitAsync((TimeSpan Least, TimeSpan Most) span, double share)
    {
        double part;
        lock (Gate)
            part = random.NextDouble();
        return Task.Delay((span.Least + ((span.Most - span.Least) * part)) * share, clock);
    }

    private static (string, string) NameOf(Item key) => (key[PartitionKey].S, key[SortKey].S);
}
