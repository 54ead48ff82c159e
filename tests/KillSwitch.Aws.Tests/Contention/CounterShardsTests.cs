using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Contention;
using KillSwitch.Contention.Table;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Tests.Contention;

/// <summary>Counters get shards where writers meet, and there alone; everyone reads all of them.</summary>
public class CounterShardsTests
{
    private static readonly DateTimeOffset Start = new(2026, 9, 8, 12, 0, 0, TimeSpan.Zero);
    private static readonly CounterKey Hour = new("account=1", new Window(Start.ToUnixTimeSeconds(), Start.ToUnixTimeSeconds() + 3_600));
    private static readonly CounterKey NextHour = Hour with { Bucket = new Window(Hour.Bucket.End, Hour.Bucket.End + 3_600) };

    private readonly SimulatedTime _time = new(Start);
    private ContendedTable _store;
    private int _number;

    public CounterShardsTests() => _store = new ContendedTable(_time, new Random(1), new Conflicts());

    [Fact]
    public void Of_a_calm_account_each_counter_has_one_shard_and_is_read_at_once() => _time.Run(async () =>
    {
        var ledger = new DynamoLedger(Table(), _time);
        for (var n = 0; n < 100; n++)
        {
            await ledger.CountAsync([Record(Hour)], default);
            await ledger.ReadAsync([Hour, NextHour], default);
        }

        (_store.Tally.Transactions, _store.Tally.BatchReads, _store.Tally.ItemsRead).ShouldBe((100, 100, 200));
        (await Shards.OfAsync(Table(), Hour)).ShouldBe(1);
        _store.All.Count(item => item[Item.PartitionKey].S.StartsWith("count#", StringComparison.Ordinal)).ShouldBe(1);
    });

    [Fact]
    public void Where_writers_meet_a_counter_gets_shards_and_a_process_that_knows_of_none_reads_them_all() => _time.Run(async () =>
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WriteAsync(new DynamoLedger(Table(), _time), Hour, 20)));

        (await Shards.OfAsync(Table(), Hour)).ShouldBeGreaterThan(1);
        (await new DynamoLedger(Table(), _time).ReadAsync([Hour], default))[0].Calls.ShouldBe(400);
        (await new DynamoLedger(Table(), _time).ListAsync([Hour.Bucket], "account=1", default))
            .ShouldHaveSingleItem().Usage.Calls.ShouldBe(400);
    });

    [Fact]
    public void No_counter_gets_more_shards_than_are_read_however_many_it_had() => _time.Run(async () =>
    {
        // As many as a large batch of seven lanes had asked for, twice doubled.
        await Shards.RaiseAsync(Table(), Hour, 28);
        DynamoLedger[] ledgers = [.. Enumerable.Range(0, 20).Select(_ => new DynamoLedger(Table(), _time))];
        foreach (var ledger in ledgers)
            await ledger.ReadAsync([Hour], default);
        await Task.WhenAll(ledgers.Select(ledger => WriteAsync(ledger, Hour, 40)));

        _store.Find(CounterItem.Key(Hour))!["shards"].N.ShouldBe("32");
        (await new DynamoLedger(Table(), _time).ReadAsync([Hour], default))[0].Calls.ShouldBe(800);
    });

    [Fact]
    public void Where_writers_met_the_next_hour_begins_with_shards() => _time.Run(async () =>
    {
        await Task.Delay(TimeSpan.FromMinutes(59), _time);
        DynamoLedger[] ledgers = [.. Enumerable.Range(0, 20).Select(_ => new DynamoLedger(Table(), _time))];
        await Task.WhenAll(ledgers.Select(ledger => WriteAsync(ledger, Hour, 20)));
        await ledgers[0].CountAsync([Record(NextHour)], default);

        (await Shards.OfAsync(Table(), NextHour)).ShouldBeGreaterThan(1);
    });

    [Fact]
    public void Where_nobody_was_met_for_long_an_hour_begins_with_one_shard() => _time.Run(async () =>
    {
        DynamoLedger[] ledgers = [.. Enumerable.Range(0, 20).Select(_ => new DynamoLedger(Table(), _time))];
        await Task.WhenAll(ledgers.Select(ledger => WriteAsync(ledger, Hour, 20)));
        await Task.Delay(TimeSpan.FromHours(1), _time);
        await ledgers[0].CountAsync([Record(NextHour)], default);

        (await Shards.OfAsync(Table(), NextHour)).ShouldBe(1);
    });

    [Fact]
    public void What_the_version_before_wrote_is_the_first_shard() => _time.Run(async () =>
    {
        await new DynamoLedger(Table(), _time) { MostShards = 1 }.CountAsync([Record(Hour)], default);
        await Shards.RaiseAsync(Table(), Hour, 16);
        var ledger = new DynamoLedger(Table(), _time);
        await ledger.ReadAsync([Hour], default);
        for (var n = 0; n < 30; n++)
            await ledger.CountAsync([Record(Hour)], default);

        (await ledger.ReadAsync([Hour], default))[0].Calls.ShouldBe(31);
        CounterItem.Read(_store.Find(CounterItem.Key(Hour))!).Calls.ShouldBeLessThan(31);
    });

    [Fact]
    public void What_comes_long_after_the_end_of_a_bucket_goes_to_the_first_shard_and_the_others_are_read_once() => _time.Run(async () =>
    {
        var ledger = new DynamoLedger(Table(), _time);
        await Shards.RaiseAsync(Table(), Hour, 16);
        await ledger.ReadAsync([Hour], default);
        for (var n = 0; n < 30; n++)
            await ledger.CountAsync([Record(Hour)], default);
        await Task.Delay(TimeSpan.FromMinutes(70), _time);
        (await ledger.ReadAsync([Hour], default))[0].Calls.ShouldBe(30);
        var read = _store.Tally.ItemsRead;

        await ledger.CountAsync([Record(Hour), Record(Hour)], default);
        (await ledger.ReadAsync([Hour], default))[0].Calls.ShouldBe(32);

        (_store.Tally.ItemsRead - read).ShouldBe(1);
        (await new DynamoLedger(Table(), _time).ReadAsync([Hour], default))[0].Calls.ShouldBe(32);
    });

    [Fact]
    public void No_sum_holds_both_a_record_and_one_that_came_when_it_had_been_taken_off() => _time.Run(async () =>
    {
        // Many records come and go while one batch is read.
        _store = new ContendedTable(_time, new Random(1), new Conflicts { Plain = (TimeSpan.Zero, TimeSpan.FromMilliseconds(200)) });
        var (writer, reader) = (new DynamoLedger(Table(), _time), new DynamoLedger(Table(), _time));
        await Shards.RaiseAsync(Table(), Hour, 8);
        await writer.ReadAsync([Hour], default);
        var done = false;
        var most = 0L;
        var reading = ReadAsync();
        for (var n = 0; n < 300; n++)
        {
            // It is there alone, and then it is of the next hour.
            var record = Record(Hour);
            await writer.CountAsync([record], default);
            await writer.TryReplaceAsync(record, record with { Counters = [NextHour], Timestamp = NextHour.Bucket.From }, default);
        }

        done = true;
        await reading;

        most.ShouldBeLessThanOrEqualTo(1);
        (await reader.ReadAsync([Hour, NextHour], default)).Select(usage => usage.Calls).ShouldBe([0, 300]);

        async Task ReadAsync()
        {
            while (!done)
                most = Math.Max(most, (await reader.ReadAsync([Hour], default))[0].Calls);
        }
    });

    [Fact]
    public void A_number_of_shards_that_somebody_wrote_there_by_hand_is_taken_for_what_it_can_be() => _time.Run(async () =>
    {
        await new DynamoLedger(Table(), _time).CountAsync([Record(Hour)], default);
        foreach (var (number, shards) in new[] { ("-3", 1), ("1.5", 1), ("99999", CounterItem.MostShards), ("4", 4) })
        {
            _store.Find(CounterItem.Key(Hour))!["shards"] = new() { N = number };
            CounterItem.ShardsOf(_store.Find(CounterItem.Key(Hour))!).ShouldBe(shards);
            (await new DynamoLedger(Table(), _time).ReadAsync([Hour], default))[0].Calls.ShouldBe(1);
        }
    });

    private LedgerTable Table() => new(new ContendedDynamo(_store), "ledger") { Clock = _time, Random = new Random(_number) };

    private async Task WriteAsync(DynamoLedger ledger, CounterKey counter, int records)
    {
        for (var n = 0; n < records; n++)
            await ledger.CountAsync([Record(counter)], default);
    }

    private Posting Record(CounterKey counter) => new(
        new RecordId("1", "us-east-1", new Guid(_number++, 0, 0, new byte[8])),
        counter.Bucket.From,
        new Usage(1, default, new Usd(1)),
        [counter]);
}
