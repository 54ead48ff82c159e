using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// The ledger on DynamoDB. A batch is cut into transactions, each of which holds its counters and an item for each record
/// that it counts: it happens once or not at all, however often and by however many it is tried.
/// </summary>
/// <param name="clock">The time; null for that of the machine.</param>
public sealed class DynamoLedger(LedgerTable table, TimeProvider? clock = null) : ILedger, IUsageBook
{
    private const int AtOnce = 16;

    private readonly SeenBySecond _bySecond = new(table, clock ?? TimeProvider.System);
    private readonly CounterShards _shards = new(table, clock ?? TimeProvider.System);
    private readonly EarlierVersion _alone = new(table, clock ?? TimeProvider.System, "bucketsUntil");

    /// <summary>Of each counter; 1 as the version before had it, whoever meets.</summary>
    internal int MostShards
    {
        init => _shards = new CounterShards(table, clock ?? TimeProvider.System, value);
    }

    /// <summary>How many transactions of one batch may run at once; 1 as the version before had it.</summary>
    internal int Lanes { get; init; } = CountingLanes.Most;

    /// <summary>Asks what is asked once in the life of a process, so that no batch waits for it.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellation)
    {
        await _bySecond.UntilAsync(cancellation);
        await _alone.UntilAsync(cancellation);
    }

    public async ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation)
    {
        var counted = new bool[postings.Count];
        var met = new HashSet<RecordId>(
            await _bySecond.AmongAsync(postings.Select(posting => (posting.Record, posting.Timestamp)), cancellation));
        var units = new List<CountingUnit>(postings.Count);
        for (var i = 0; i < postings.Count; i++)
        {
            if (met.Add(postings[i].Record))
                units.AddRange(CountingUnit.Of(postings[i], i));
        }

        var parts = CountingPart.Cut(units);
        var lanes = await CountingLanes.OpenAsync(_shards, parts, Lanes, cancellation);
        await SideBySide.RunAsync(lanes.Count, lanes.Count, async i =>
        {
            foreach (var part in lanes[i].Parts)
                await CountAsync(part, counted, lanes[i].Lane, cancellation);
        });
        return counted;
    }

    public async ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation)
    {
        var keys = records.Select(record => RecordItem.Key(record, part: 0)).ToList();
        var found = (await ConsistentRead.GetAsync(table, [.. keys.DistinctBy(KeptItem.Name)], cancellation)).ToDictionary(KeptItem.Name);
        return [.. keys.Select(
            key => found.TryGetValue(KeptItem.Name(key), out var item) ? KeptItem.Read(table, item, RecordItem.Read) : null)];
    }

    public async ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation) =>
        await Correction.TryMakeAsync(table, _shards, before, after, cancellation);

    public async ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation)
    {
        var places = await PlacesAsync(counters, cancellation);
        var totals = await _shards.ReadAsync(places.SelectMany(some => some), cancellation);
        return places.ConvertAll(some => some.Aggregate(default(Usage), (sum, place) => sum + totals[place]));
    }

    public async ValueTask<IReadOnlyList<(CounterKey Counter, Usage Usage)>> ListAsync(
        IReadOnlyList<Window> buckets, string shape, CancellationToken cancellation)
    {
        List<Window> asked = [.. buckets.Distinct()];
        var homes = asked.Zip(await PlacesAsync(asked.ConvertAll(bucket => new CounterKey("", bucket)), cancellation))
            .SelectMany(one => one.Second, (one, place) => (Bucket: one.First, place.Slot, Home: place.Home.Bucket))
            .ToLookup(one => one.Home, one => (one.Bucket, one.Slot));
        var found = new Dictionary<CounterKey, Usage>();
        foreach (var some in CounterItem.Ranges(homes.Select(home => home.Key), shape).Chunk(AtOnce))
        {
            var pages = await Task.WhenAll(some.Select(range => _shards.ListAsync(range, cancellation)));
            foreach (var item in pages.SelectMany(page => page))
            {
                // A range is of neighbours, whether all of them were asked for or not.
                foreach (var (counter, usage) in KeptItem.Read(table, item, one => CounterItem.Counters(one, homes)) ?? [])
                    found[counter] = found.GetValueOrDefault(counter) + usage;
            }
        }

        return [.. found.Select(one => (one.Key, one.Value))];
    }

    /// <summary>Of each counter, where it is kept; also where the version before may have kept it.</summary>
    private async ValueTask<List<CounterPlace[]>> PlacesAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation)
    {
        var until = counters.Any(IsElsewhere) ? await _alone.KnownUntilAsync(cancellation) : default;
        return [.. counters.Select(counter => IsElsewhere(counter) && counter.Bucket.From < until
            ? new[] { CounterPlace.Of(counter), CounterPlace.Alone(counter) }
            : [CounterPlace.Of(counter)])];

        static bool IsElsewhere(CounterKey counter) => !counter.IsMinute && CounterPlace.IsShared(counter.Bucket);
    }

    public async ValueTask SetAsync(IReadOnlyList<(CounterKey Counter, Usage Usage)> counters, CancellationToken cancellation)
    {
        foreach (var some in counters.Chunk(AtOnce))
            await Task.WhenAll((await PlacesAsync([.. some.Select(one => one.Counter)], cancellation)).Zip(some, SetAsync));

        async Task SetAsync(CounterPlace[] places, (CounterKey Counter, Usage Usage) one)
        {
            if (places[0].Slot.Length == 0)
            {
                var item = CounterItem.Of(one.Counter, one.Usage);
                await table.Client.PutItemAsync(new PutItemRequest { TableName = table.Name, Item = item }, cancellation);
                return;
            }

            // First what the version before wrote: whoever reads in between finds too little, and never both.
            foreach (var earlier in places.Skip(1))
            {
                await table.Client.DeleteItemAsync(
                    new DeleteItemRequest { TableName = table.Name, Key = CounterItem.Key(earlier.Home) }, cancellation);
            }

            await table.Client.UpdateItemAsync(CounterItem.Set(table, places[0], one.Usage), cancellation);
        }
    }

    public async ValueTask<IReadOnlyList<Invocation>> UncountedAsync(IReadOnlyList<Invocation> records, CancellationToken cancellation)
    {
        var served = records.Where(record => !record.IsRefused).ToList();
        var known = await FindAsync(served.ConvertAll(record => record.Id), cancellation);
        var bySecond = await _bySecond.AmongAsync(served.Select(record => (record.Id, record.Timestamp)), cancellation);
        return [.. served.Where((record, i) => known[i] is { } counted
            ? Twins.Outweighs(record.Tokens, record.Timestamp, counted.Usage.Tokens, counted.Timestamp)
            : !bySecond.Contains(record.Id))];
    }

    private async Task CountAsync(CountingPart part, bool[] counted, int? lane, CancellationToken cancellation)
    {
        var pending = part;
        while (pending.Units.Count > 0)
        {
            var refused = await _shards.WriteAsync(pending.Records(table), [.. pending.Counters], cancellation, lane);
            if (refused.Count == 0)
            {
                foreach (var unit in pending.Units.Where(unit => unit.Part == 0))
                    counted[unit.Position] = true;
                return;
            }

            // Some were counted before, by an earlier delivery or by someone at the same time: the rest is tried without them.
            var known = refused.ToHashSet();
            var rest = new CountingPart();
            foreach (var unit in pending.Units.Where((_, i) => !known.Contains(i)))
                rest.TryAdd(unit);
            pending = rest;
        }
    }
}
