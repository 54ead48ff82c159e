using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// Items of counters that many write at once, spread over shards. One has one shard until a batch meets other writers there several times
/// running, and more each time that this happens again. INVARIANT (same totals): its first shard says how many there are before anything
/// is added to a further one, and is read after the others. So whoever reads after a write sees it, whichever shard it went to. INVARIANT
/// (never early): what is taken off is taken off the first shard, so that no sum holds both a record and what came in its place.
/// </summary>
/// <param name="most">Of a counter; 1 never spreads any.</param>
internal sealed class CounterShards(LedgerTable table, TimeProvider clock, int most = CounterItem.MostShards)
{
    private const int MostKnown = 20_000;
    private const int RaiseAttempts = 6;

    // Writers that meet on the one shard hold up one another and all that write beside them: at once to as many as a busy counter takes.
    private const int MeetingsOnOne = 3;
    private const int ShardsAfterOne = 16;
    private const int MeetingsOnMany = 4;

    // So long after its end a bucket is added to in any shard, and only in the first from then on: what the others hold is settled when
    // whoever chose one of them before that is done for certain. A meter runs for a minute at most.
    private static readonly TimeSpan Open = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(8);

    // A large batch of what was missed opens a bucket that is over again, and says so in the first shard; what chose another shard is done
    // for certain when that time ends.
    private static readonly TimeSpan Reopened = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Renewed = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMinutes(2);

    private readonly Dictionary<CounterKey, int> _known = [];
    private readonly Dictionary<CounterPlace, (Usage Further, DateTimeOffset At)> _settled = [];
    private readonly Dictionary<CounterKey, DateTimeOffset> _reopened = [];
    private readonly Lock _lock = new();
    private readonly ScopeHeat _heat = new(clock);

    /// <summary>Writes some items and adds to some counters, all or nothing.</summary>
    /// <param name="lane">To write in first; null for one at random.</param>
    /// <returns>The positions of the items, counted from the first of <paramref name="records"/>, whose conditions did not hold.</returns>
    public Task<IReadOnlyList<int>> WriteAsync(
        List<TransactWriteItem> records, IEnumerable<KeyValuePair<CounterKey, Usage>> counters, CancellationToken cancellation,
        int? lane = null) =>
        WriteAsync(records, HomeChange.Of(counters), lane, new Dictionary<CounterKey, int>(), cancellation);

    /// <summary>Gives items so many shards at least, for transactions that are about to write them at once.</summary>
    /// <returns>
    /// The first of as many lanes, one after the other; null where one of the items is added to in its first shard alone.
    /// </returns>
    public async Task<int?> OpenLanesAsync(IReadOnlyList<CounterKey> homes, int shards, CancellationToken cancellation)
    {
        if (shards > most)
            return null;
        await LearnAsync([.. homes.Where(home => !IsKnown(home))], cancellation);
        await Task.WhenAll(homes.Select(home => clock.GetUtcNow() - home.Bucket.Until >= Open
            ? ReopenAsync(home, shards, cancellation)
            : Known(home) < shards ? RaiseAsync(home, shards, cancellation) : Task.CompletedTask));
        return homes.All(IsOpen) ? Lane() : null;
    }

    /// <summary>
    /// The total of each counter: all that was there before the call, and never more than was there at some moment of it.
    /// </summary>
    public async Task<IReadOnlyDictionary<CounterPlace, Usage>> ReadAsync(
        IEnumerable<CounterPlace> places, CancellationToken cancellation)
    {
        var totals = new Dictionary<CounterPlace, Usage>();
        var homes = places.Distinct().ToLookup(place => place.Home);
        // Of nearly all, the first look is the last: they have one shard, or as many as is known.
        for (HashSet<CounterKey> asked = [.. homes.Select(home => home.Key)]; asked.Count > 0;)
        {
            var (began, shards) = (clock.GetUtcNow(), asked.ToDictionary(home => home, Known));
            var further = await FurtherAsync(shards, homes, cancellation);
            var first = await FirstAsync(asked, cancellation);
            foreach (var home in asked.ToList())
            {
                var item = first.GetValueOrDefault(home) ?? [];
                var openUntil = CounterItem.OpenUntilOf(item);
                if (CounterItem.ShardsOf(item) > shards[home] || IsUnsettled(homes[home], openUntil))
                    continue;
                foreach (var place in homes[home])
                {
                    var others = further.GetValueOrDefault(place);
                    totals[place] = others + Usage(item, place.Slot);
                    if (shards[home] > 1 && began - home.Bucket.Until >= Settled && began >= openUntil)
                        Settle(place, others, began);
                }

                asked.Remove(home);
            }
        }

        return totals;
    }

    /// <summary>The items of a range, which is that of their first shards, and of the shards of these.</summary>
    public async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> ListAsync(KeyRange range, CancellationToken cancellation)
    {
        var first = await ConsistentRead.QueryAsync(table, range, cancellation);
        for (var shards = 1; ;)
        {
            var now = first.Select(CounterItem.ShardsOf).Append(1).Max();
            if (now <= shards)
                return first;
            shards = now;
            var further = await Task.WhenAll(Enumerable.Range(1, shards - 1)
                .Select(shard => ConsistentRead.QueryAsync(table, CounterItem.InShard(range, shard), cancellation)));
            first = await ConsistentRead.QueryAsync(table, range, cancellation);
            if (first.Select(CounterItem.ShardsOf).Max() <= shards)
                return [.. further.SelectMany(page => page), .. first];
        }
    }

    private async Task<IReadOnlyList<int>> WriteAsync(
        List<TransactWriteItem> records, IReadOnlyList<HomeChange> changes, int? lane, Dictionary<CounterKey, int> met,
        CancellationToken cancellation)
    {
        if (most == 1)
            return await Transaction.WriteAsync(table, Items(lane: 0), cancellation);
        await OpenAsync([.. changes.Select(change => change.Home)], cancellation);
        return await Transaction.WriteAsync(table, Items(lane ?? Lane()), async positions =>
        {
            var others = positions.Where(at => at >= records.Count).Select(at => changes[at - records.Count].Home);
            await SpreadAsync([.. others], met, cancellation);
            return Items(Lane());
        }, cancellation);

        // All counters of a transaction in the same lane: two that met in one of them would meet in each.
        List<TransactWriteItem> Items(int lane)
        {
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            return
            [
                .. records,
                .. changes.Select(change => new TransactWriteItem
                {
                    Update = CounterItem.Add(
                        table, change.Home, change.Places, now, change.IsGrowth && IsOpen(change.Home) ? lane % Known(change.Home) : 0),
                }),
            ];
        }
    }

    /// <summary>Begins the counters of a scope where writers meet with the shards that it takes: a minute is not learnt anew.</summary>
    private async Task OpenAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation)
    {
        var hot = counters.Where(counter => !IsKnown(counter) && IsOpen(counter) && _heat.Of(counter.Scope) > 1).ToList();
        if (hot.Count == 0)
            return;
        await LearnAsync(hot, cancellation);
        await Task.WhenAll(hot.Where(counter => Known(counter) < _heat.Of(counter.Scope))
            .Select(counter => RaiseAsync(counter, _heat.Of(counter.Scope), cancellation)));
    }

    /// <summary>Others wrote these counters: learns how many shards they have, and gives more to those where that happens again.</summary>
    private async Task SpreadAsync(IReadOnlyList<CounterKey> counters, Dictionary<CounterKey, int> met, CancellationToken cancellation)
    {
        await LearnAsync([.. counters.Where(counter => !IsKnown(counter))], cancellation);
        var raised = new List<Task>();
        foreach (var counter in counters)
        {
            var (shards, times) = (Known(counter), met.GetValueOrDefault(counter) + 1);
            _heat.Met(counter.Scope, shards);
            var isEnough = times >= (shards == 1 ? MeetingsOnOne : MeetingsOnMany);
            met[counter] = isEnough ? 0 : times;
            if (isEnough && shards < most && IsOpen(counter))
                raised.Add(RaiseAsync(counter, Math.Min(most, shards == 1 ? ShardsAfterOne : shards * 2), cancellation));
        }

        await Task.WhenAll(raised);
    }

    private async Task RaiseAsync(CounterKey counter, int shards, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= RaiseAttempts; attempt++)
        {
            try
            {
                await table.Client.UpdateItemAsync(CounterItem.Raise(table, counter, shards), cancellation);
                Note(counter, shards);
                _heat.Met(counter.Scope, shards);
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                // Somebody was quicker.
                await LearnAsync([counter], cancellation);
                return;
            }
            catch (AmazonDynamoDBException)
            {
                // Held by a transaction, mostly. Whoever stays with fewer shards waits longer, and that is all.
                await Task.Delay(TimeSpan.FromMilliseconds(2 + (Part() * 20)), table.Clock, cancellation);
            }
        }
    }

    private async Task ReopenAsync(CounterKey counter, int shards, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= RaiseAttempts; attempt++)
        {
            var (now, wanted) = (clock.GetUtcNow(), Math.Max(shards, Known(counter)));
            lock (_lock)
            {
                if (now + Renewed <= _reopened.GetValueOrDefault(counter) && wanted == _known.GetValueOrDefault(counter, 1))
                    return;
            }

            try
            {
                await table.Client.UpdateItemAsync(CounterItem.Reopen(table, counter, wanted, now + Reopened), cancellation);
                Note(counter, wanted);
                lock (_lock)
                    _reopened[counter] = now + Reopened;
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                // It has more.
                await LearnAsync([counter], cancellation);
            }
            catch (AmazonDynamoDBException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2 + (Part() * 20)), table.Clock, cancellation);
            }
        }
    }

    private async Task LearnAsync(IReadOnlyCollection<CounterKey> counters, CancellationToken cancellation)
    {
        var found = await FirstAsync(counters, cancellation);
        foreach (var counter in counters.Where(counter => !found.ContainsKey(counter)))
            Note(counter, 1);
    }

    /// <summary>The first shards, where there are any; how many there are is known then.</summary>
    private async Task<Dictionary<CounterKey, Dictionary<string, AttributeValue>>> FirstAsync(
        IReadOnlyCollection<CounterKey> counters, CancellationToken cancellation)
    {
        var found = await ItemsAsync(counters.Select(counter => (counter, 0)), cancellation);
        foreach (var (counter, item) in found)
        {
            var shards = CounterItem.ShardsOf(item);
            // Of calm counters nothing is kept.
            if (shards > 1 && IsOpen(counter.Counter))
                _heat.Learn(counter.Counter.Scope, shards);
            if (shards > 1 || _heat.Of(counter.Counter.Scope) > 1)
                Note(counter.Counter, shards);
        }

        return found.ToDictionary(one => one.Key.Counter, one => one.Value);
    }

    /// <summary>What the shards after the first hold; of what is settled, as it was read once.</summary>
    private async Task<Dictionary<CounterPlace, Usage>> FurtherAsync(
        Dictionary<CounterKey, int> shards, ILookup<CounterKey, CounterPlace> homes, CancellationToken cancellation)
    {
        var sums = new Dictionary<CounterPlace, Usage>();
        lock (_lock)
        {
            foreach (var place in shards.Where(one => one.Value > 1).SelectMany(one => homes[one.Key]).Where(_settled.ContainsKey))
                sums.Add(place, _settled[place].Further);
        }

        var asked = homes.SelectMany(home => home).Where(place => !sums.ContainsKey(place)).ToLookup(place => place.Home);
        var items = await ItemsAsync(
            shards.Where(one => asked.Contains(one.Key))
                .SelectMany(one => Enumerable.Range(1, one.Value - 1).Select(shard => (one.Key, shard))), cancellation);
        foreach (var ((home, _), item) in items)
        {
            foreach (var place in asked[home])
                sums[place] = sums.GetValueOrDefault(place) + Usage(item, place.Slot);
        }

        return sums;
    }

    /// <summary>Whether what was taken for settled was opened again since; it is read anew then.</summary>
    private bool IsUnsettled(IEnumerable<CounterPlace> places, DateTimeOffset openUntil)
    {
        lock (_lock)
        {
            var opened = places.Where(place => _settled.TryGetValue(place, out var one) && one.At < openUntil).ToList();
            foreach (var place in opened)
                _settled.Remove(place);
            return opened.Count > 0;
        }
    }

    private void Settle(CounterPlace place, Usage further, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (_settled.Count >= MostKnown)
                _settled.Clear();
            _settled.TryAdd(place, (further, at));
        }
    }

    private async Task<Dictionary<(CounterKey Counter, int Shard), Dictionary<string, AttributeValue>>> ItemsAsync(
        IEnumerable<(CounterKey Counter, int Shard)> asked, CancellationToken cancellation)
    {
        var keys = asked.ToDictionary(one => KeptItem.Name(CounterItem.Key(one.Counter, one.Shard)), StringComparer.Ordinal);
        var found = await ConsistentRead.GetAsync(
            table, [.. keys.Values.Select(one => CounterItem.Key(one.Counter, one.Shard))], cancellation);
        return found.ToDictionary(item => keys[KeptItem.Name(item)]);
    }

    private bool IsOpen(CounterKey counter)
    {
        var now = clock.GetUtcNow();
        if (now - counter.Bucket.Until < Open)
            return true;
        lock (_lock)
            return _reopened.TryGetValue(counter, out var until) && now + LongestBatch <= until;
    }

    private Usage Usage(Dictionary<string, AttributeValue> item, string slot) =>
        KeptItem.ReadValue(table, item, one => CounterItem.Read(one, slot));

    private bool IsKnown(CounterKey counter)
    {
        lock (_lock)
            return _known.ContainsKey(counter);
    }

    /// <summary>How many shards a counter has at least; it is written down.</summary>
    private int Known(CounterKey counter)
    {
        lock (_lock)
            return _known.GetValueOrDefault(counter, 1);
    }

    private void Note(CounterKey counter, int shards)
    {
        lock (_lock)
        {
            if (_known.Count >= MostKnown)
            {
                _known.Clear();
                _reopened.Clear();
            }

            _known[counter] = Math.Max(shards, _known.GetValueOrDefault(counter));
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "A lane is no secret.")]
    private int Lane() => table.Random.Next(CounterItem.MostShards);

    [SuppressMessage("Security", "CA5394", Justification = "A wait is no secret.")]
    private double Part() => table.Random.NextDouble();
}
