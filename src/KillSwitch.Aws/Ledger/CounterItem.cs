using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// An item of counters: those of one <see cref="CounterPlace.Home"/>. Homes that begin on one day (UTC) and that tell the same dimensions
/// apart share a partition (<c>count#DAY#account=1|principal</c>); the sort key is <c>SECONDS#START#</c> and the whole scope, so that a
/// day of hours is listed by one request. One that many write at once has further shards, in partitions of their own
/// (<c>count#DAY#…##2</c>): its totals are their sums, and the first says how many there are.
/// </summary>
internal static class CounterItem
{
    private const string Scope = "scope";
    private const string Shards = "shards";
    private const string OpenUntil = "openUntil";
    // The brake looks at the five up to a record, which came at most two minutes after its call.
    private const long OldMinute = 9;
    private const long SecondsADay = 86_400;
    private const long SecondsAnHour = 3_600;
    private static readonly long MostSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
    // The character that follows the separator.
    private const char After = '$';

    /// <summary>Of a counter; a power of two.</summary>
    public const int MostShards = 32;

    // DynamoDB's bounds are 2,048 bytes for a partition key and 1,024 for a sort key.
    private const int LongestShape = 1_800;
    private const int LongestScope = 1_000;

    private static readonly long AtLeastKept = (long)TimeSpan.FromDays(35).TotalSeconds;
    private static readonly long AtMostKept = (long)TimeSpan.FromDays(400).TotalSeconds;

    /// <param name="shard">0 for the first, and of most counters the only one.</param>
    public static Dictionary<string, AttributeValue> Key(CounterKey counter, int shard = 0) =>
        Item.Key(Partition(Day(counter.Bucket), ScopeText.ShapeOf(counter.Scope), shard), Sort(counter.Bucket) + "#"
            + Short(counter.Scope, LongestScope));

    /// <summary>Where the items of these homes are whose scopes have this shape; others may be among them.</summary>
    public static IEnumerable<KeyRange> Ranges(IEnumerable<Window> homes, string shape) => homes
        .GroupBy(bucket => (Day(bucket), bucket.Seconds))
        .Select(alike => new KeyRange(
            Partition(alike.Key.Item1, shape, shard: 0),
            Sort(alike.MinBy(bucket => bucket.Start)) + "#",
            Sort(alike.MaxBy(bucket => bucket.Start)) + After));

    /// <summary>The same range of the counters' further shards.</summary>
    public static KeyRange InShard(KeyRange range, int shard) => range with { Partition = range.Partition + Further(shard) };

    /// <summary>Adds to counters of one item, and drops what says no more how fast they grow.</summary>
    /// <param name="home">Whose item.</param>
    /// <param name="changes">Of counters that are kept there.</param>
    /// <param name="now">In seconds since 1970.</param>
    public static Update Add(
        LedgerTable table, CounterKey home, IReadOnlyList<(CounterPlace Place, Usage Usage)> changes, long now, int shard = 0)
    {
        var update = new Update
        {
            TableName = table.Name,
            Key = Key(home, shard),
            ExpressionAttributeNames = new() { ["#scope"] = Scope, ["#expires"] = Item.ExpiresAt },
            ExpressionAttributeValues = new() { [":scope"] = Item.Text(home.Scope), [":expires"] = Item.Number(Expiry(home)) },
        };
        var added = new List<string>();
        foreach (var (place, usage) in changes)
        {
            foreach (var (name, amount) in CounterFields.Amounts(place.Slot, usage))
            {
                added.Add($"#{name} :{name}");
                update.ExpressionAttributeNames["#" + name] = name;
                update.ExpressionAttributeValues[":" + name] = Item.Number(amount);
            }
        }

        var old = OldMinutes(home, changes, now).SelectMany(slot => CounterFields.Names(slot)).ToList();
        foreach (var name in old)
            update.ExpressionAttributeNames["#" + name] = name;
        update.UpdateExpression = (added.Count == 0 ? "" : $"ADD {string.Join(", ", added)} ") + "SET #scope = :scope, #expires = :expires"
            + (old.Count == 0 ? "" : $" REMOVE {string.Join(", ", old.Select(name => "#" + name))}");
        return update;
    }

    /// <summary>Overwrites one of the counters that share an item.</summary>
    public static UpdateItemRequest Set(LedgerTable table, CounterPlace place, Usage usage)
    {
        var names = CounterFields.Names(place.Slot).ToDictionary(name => "#" + name, name => name);
        var amounts = CounterFields.Amounts(place.Slot, usage).ToDictionary(one => one.Name, one => one.Amount);
        var request = new UpdateItemRequest
        {
            TableName = table.Name,
            Key = Key(place.Home),
            UpdateExpression = "SET #scope = :scope, #expires = :expires"
                + string.Concat(amounts.Keys.Select(name => $", #{name} = :{name}")),
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = amounts.ToDictionary(one => ":" + one.Key, one => Item.Number(one.Value)),
        };
        var gone = names.Where(name => !amounts.ContainsKey(name.Value)).Select(name => name.Key).ToList();
        if (gone.Count > 0)
            request.UpdateExpression += $" REMOVE {string.Join(", ", gone)}";
        names["#scope"] = Scope;
        names["#expires"] = Item.ExpiresAt;
        request.ExpressionAttributeValues[":scope"] = Item.Text(place.Home.Scope);
        request.ExpressionAttributeValues[":expires"] = Item.Number(Expiry(place.Home));
        return request;
    }

    /// <summary>Makes it as many shards, where it has fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than anybody reads.</exception>
    public static UpdateItemRequest Raise(LedgerTable table, CounterKey counter, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shards, MostShards);
        return new()
        {
            TableName = table.Name,
            Key = Key(counter),
            UpdateExpression = "SET #shards = :shards, #scope = :scope, #expires = :expires",
            ConditionExpression = "attribute_not_exists(#shards) OR #shards < :shards",
            ExpressionAttributeNames = new() { ["#shards"] = Shards, ["#scope"] = Scope, ["#expires"] = Item.ExpiresAt },
            ExpressionAttributeValues = new()
            {
                [":shards"] = Item.Number((long)shards),
                [":scope"] = Item.Text(counter.Scope),
                [":expires"] = Item.Number(Expiry(counter)),
            },
        };
    }

    /// <summary>Makes it as many shards, where it has no more, and says that they are added to again up to a moment.</summary>
    public static UpdateItemRequest Reopen(LedgerTable table, CounterKey counter, int shards, DateTimeOffset until)
    {
        var request = Raise(table, counter, shards);
        request.UpdateExpression += ", #open = :open";
        request.ConditionExpression = "attribute_not_exists(#shards) OR #shards < :more";
        request.ExpressionAttributeNames["#open"] = OpenUntil;
        request.ExpressionAttributeValues[":open"] = Item.Number(until.ToUnixTimeSeconds());
        request.ExpressionAttributeValues[":more"] = Item.Number(shards + 1L);
        return request;
    }

    /// <summary>Up to when the further shards may be added to again, though the bucket is over; the beginning of time for never.</summary>
    public static DateTimeOffset OpenUntilOf(IReadOnlyDictionary<string, AttributeValue> item) =>
        long.TryParse(item.GetValueOrDefault(OpenUntil)?.N, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(second, MostSeconds))
            : DateTimeOffset.UnixEpoch;

    /// <summary>How many shards the counter has of which this is the first; what is no such number is one.</summary>
    public static int ShardsOf(IReadOnlyDictionary<string, AttributeValue> item) =>
        int.TryParse(item.GetValueOrDefault(Shards)?.N, NumberStyles.None, CultureInfo.InvariantCulture, out var shards)
            ? Math.Clamp(shards, 1, MostShards)
            : 1;

    /// <summary>The whole item of a counter that shares it with nobody, whatever was there.</summary>
    public static Dictionary<string, AttributeValue> Of(CounterKey counter, Usage usage)
    {
        var item = Key(counter);
        foreach (var (name, amount) in CounterFields.Amounts(slot: "", usage))
            item[name] = Item.Number(amount);
        item[Scope] = Item.Text(counter.Scope);
        item[Item.ExpiresAt] = Item.Number(Expiry(counter));
        return item;
    }

    /// <summary>What the item holds of one of its counters; nothing where it is not there.</summary>
    public static Usage Read(IReadOnlyDictionary<string, AttributeValue> item, string slot = "") => CounterFields.Read(item, slot);

    /// <summary>Whether the item holds anything of one of its counters.</summary>
    public static bool Holds(IReadOnlyDictionary<string, AttributeValue> item, string slot) =>
        CounterFields.Names(slot).Any(item.ContainsKey);

    /// <summary>Those of some counters that the item holds.</summary>
    /// <param name="item">Of a counter.</param>
    /// <param name="homes">The buckets that are asked for, by whose item they are in, with their slots.</param>
    public static List<(CounterKey Counter, Usage Usage)> Counters(
        Dictionary<string, AttributeValue> item, ILookup<Window, (Window Bucket, string Slot)> homes)
    {
        var home = KeyOf(item);
        return [.. homes[home.Bucket].Where(one => Holds(item, one.Slot))
            .Select(one => (home with { Bucket = one.Bucket }, Read(item, one.Slot)))];
    }

    /// <summary>Whose item it is.</summary>
    public static CounterKey KeyOf(IReadOnlyDictionary<string, AttributeValue> item)
    {
        var sort = item[Item.SortKey].S.Split('#', 3);
        var start = long.Parse(sort[1], CultureInfo.InvariantCulture);
        return new CounterKey(item[Scope].S, new Window(start, start + long.Parse(sort[0], CultureInfo.InvariantCulture)));
    }

    // Nobody asks for a minute so long after it. Two at once: a caller that was silent for one of them leaves less behind.
    private static IEnumerable<string> OldMinutes(
        CounterKey home, IReadOnlyList<(CounterPlace Place, Usage Usage)> changes, long now)
    {
        if (!changes.Any(change => change.Place.IsMinute))
            return [];
        return new[] { OldMinute, OldMinute + 1 }.Select(minutes => now - (minutes * 60)).Where(home.Bucket.Contains)
            .Select(second => CounterPlace.MinuteSlot(home.Bucket, second))
            .Where(slot => !changes.Any(change => change.Place.Slot == slot));
    }

    private static long Day(Window bucket) => bucket.Start / SecondsADay;

    private static string Partition(long day, string shape, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"count#{day}#{Short(shape, LongestShape)}{Further(shard)}");

    // No shape ends so: it ends in the name of a dimension, or in patterns, and in neither is a separator doubled.
    private static string Further(int shard) => shard == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"##{shard}");

    private static string Sort(Window bucket) => string.Create(CultureInfo.InvariantCulture, $"{bucket.Seconds}#{bucket.Start}");

    // A trailing window is at most sixty of its buckets long: a bucket outlives every window that it is part of. What usage shows is kept
    // longer.
    private static long Expiry(CounterKey counter)
    {
        var bucket = counter.Bucket;
        var needed = Math.Min((bucket.Seconds * 60) + AtLeastKept, AtMostKept);
        return bucket.End + (bucket.Seconds == SecondsAnHour
            ? Math.Max(needed, (long)UsageView.Kept(counter.Scope).TotalSeconds)
            : needed);
    }

    private static string Short(string text, int longest)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= longest)
            return text;
        const int kept = 400;
        return string.Concat(text.AsSpan(0, Math.Min(kept / 4, text.Length)), "#", Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
