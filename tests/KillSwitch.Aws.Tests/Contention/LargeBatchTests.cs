using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Contention;
using KillSwitch.Contention.Table;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Tests.Contention;

/// <summary>The transactions of a large batch run side by side, each in a lane of its own, and count each record once.</summary>
public class LargeBatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 9, 8, 12, 0, 0, TimeSpan.Zero);
    private static readonly Window Hour = new(Start.ToUnixTimeSeconds(), Start.ToUnixTimeSeconds() + 3_600);
    private static readonly CounterKey Account = new("account=1", Hour);

    private readonly SimulatedTime _time = new(Start);
    private readonly ContendedTable _store;

    public LargeBatchTests() => _store = new ContendedTable(_time, new Random(1), new Conflicts());

    [Fact]
    public void Transactions_of_one_batch_do_not_meet_one_another() => _time.Run(async () =>
    {
        var began = _time.Elapsed;
        (await Ledger().CountAsync(Batch(3_000), default)).ShouldAllBe(counted => counted);

        (_store.Tally.Refused, (await Ledger().ReadAsync([Account], default))[0].Calls).ShouldBe((0, 3_000));
        // In turn they would take forty times 15 ms.
        (_time.Elapsed - began).ShouldBeLessThan(TimeSpan.FromMilliseconds(200));
    });

    [Fact]
    public void Calls_of_a_caller_are_kept_together_though_the_longest_scope_is_of_all_callers()
    {
        var model = new CounterKey("account=1|model=" + new string('m', 100), Hour);
        CountingUnit[] units =
        [
            .. Batch(3_000).Select((posting, i) => new CountingUnit(posting, i, 0,
            [
                model, .. posting.Counters,
                .. Enumerable.Range(0, 3).Select(n => new CounterKey($"account=1|principal=agent-{i % 30}|{n}", Hour)),
            ])),
        ];

        // Of 100 items all but four or five are records; with callers in turn all but 96 of the first part would be counters.
        CountingPart.Cut(units).Count.ShouldBeLessThan(40);
    }

    [Fact]
    public void A_small_batch_gives_no_counter_a_shard() => _time.Run(async () =>
    {
        await Ledger().CountAsync(Batch(300), default);

        (await Shards.OfAsync(Table(), Account)).ShouldBe(1);
    });

    [Fact]
    public void An_hour_that_is_long_over_is_opened_again_and_whoever_had_read_it_reads_it_anew() => _time.Run(async () =>
    {
        var reader = Ledger();
        await Shards.RaiseAsync(Table(), Account, 8);
        await Ledger().CountAsync([.. Batch(3_010).Skip(3_000)], default);
        await Task.Delay(TimeSpan.FromHours(2), _time);
        (await reader.ReadAsync([Account], default))[0].Calls.ShouldBe(10);
        (await reader.ReadAsync([Account], default))[0].Calls.ShouldBe(10);
        var began = _time.Elapsed;

        await Ledger().CountAsync(Batch(3_000), default);

        (_time.Elapsed - began).ShouldBeLessThan(TimeSpan.FromMilliseconds(250));
        CounterItem.Read(_store.Find(CounterItem.Key(Account))!).Calls.ShouldBeLessThan(3_010);
        (await reader.ReadAsync([Account], default))[0].Calls.ShouldBe(3_010);
        (await Ledger().ReadAsync([Account], default))[0].Calls.ShouldBe(3_010);
    });

    [Fact]
    public void What_was_opened_again_is_read_once_more_when_that_is_over() => _time.Run(async () =>
    {
        var (writer, reader) = (Ledger(), Ledger());
        await Task.Delay(TimeSpan.FromHours(2), _time);
        await writer.CountAsync(Batch(3_000), default);
        var open = await ItemsReadAsync(reader);
        (await ItemsReadAsync(reader)).ShouldBe(open - 1, "the first look finds out how many there are");
        await Task.Delay(TimeSpan.FromMinutes(11), _time);

        await ItemsReadAsync(reader);
        (await ItemsReadAsync(reader)).ShouldBe(1);

        // Whoever opened it then adds to the first shard, until it opens it anew.
        await writer.CountAsync([.. Batch(3_010).Skip(3_000)], default);
        (await reader.ReadAsync([Account], default))[0].Calls.ShouldBe(3_010);
        await writer.CountAsync([.. Batch(6_010).Skip(3_010)], default);
        (await reader.ReadAsync([Account], default))[0].Calls.ShouldBe(6_010);

        async Task<long> ItemsReadAsync(DynamoLedger ledger)
        {
            var before = _store.Tally.ItemsRead;
            (await ledger.ReadAsync([Account], default))[0].Calls.ShouldBe(3_000);
            return _store.Tally.ItemsRead - before;
        }
    });

    [Fact]
    public void A_death_after_any_request_is_made_good_by_the_next_delivery_and_two_at_once_count_each_record_once()
    {
        for (var left = 1; left < 50; left += 3)
        {
            var (time, allowed) = (new SimulatedTime(Start), left);
            var store = new ContendedTable(time, new Random(left), new Conflicts());
            time.Run(async () =>
            {
                var batch = Batch(3_000);
                await Task.WhenAll(DieAsync(allowed), CountAsync(null));
                (await CountAsync(null)).ShouldAllBe(counted => !counted);
                (await Of(null).ReadAsync([Account], default))[0].Calls.ShouldBe(3_000);

                async Task DieAsync(int? requests)
                {
                    try
                    {
                        await CountAsync(requests);
                    }
                    catch (ContendedDynamo.DeadException)
                    {
                        await CountAsync(null);
                    }
                }

                async Task<IReadOnlyList<bool>> CountAsync(int? requests) => await Of(requests).CountAsync(batch, default);

                DynamoLedger Of(int? requests) =>
                    new(new LedgerTable(new ContendedDynamo(store) { Left = requests }, "ledger") { Clock = time }, time);
            });
        }
    }

    [Fact]
    public void A_failure_ends_all_lanes_before_their_next_transaction() => _time.Run(async () =>
    {
        var ledger = new DynamoLedger(
            new LedgerTable(new ContendedDynamo(_store) { Left = 12 }, "ledger") { Clock = _time, Random = new Random(1) }, _time);

        var isDead = false;
        try
        {
            await ledger.CountAsync(Batch(3_000), default);
        }
        catch (ContendedDynamo.DeadException)
        {
            isDead = true;
        }

        isDead.ShouldBeTrue();
        _store.Tally.Transactions.ShouldBeLessThan(12);
    });

    [Fact]
    public void Reads_of_many_items_run_sixteen_at_a_time() => _time.Run(async () =>
    {
        CounterKey[] counters = [.. Enumerable.Range(0, 10_000).Select(number => new CounterKey($"account={number}", Hour))];
        var ledger = Ledger();
        await ledger.PrepareAsync(default);
        var began = _time.Elapsed;

        (await ledger.ReadAsync(counters, default)).Count.ShouldBe(10_000);

        _store.Tally.BatchReads.ShouldBe(100);
        // Seven rounds of 3 to 8 ms: neither one after the other nor all at once.
        (_time.Elapsed - began).ShouldBeInRange(TimeSpan.FromMilliseconds(21), TimeSpan.FromMilliseconds(80));
    });

    private DynamoLedger Ledger() => new(Table(), _time);

    private LedgerTable Table() => new(new ContendedDynamo(_store), "ledger") { Clock = _time, Random = new Random(1) };

    /// <summary>By thirty callers, each with an hour of its own beside the account's.</summary>
    private static Posting[] Batch(int records) => [.. Enumerable.Range(0, records).Select(number => new Posting(
        new RecordId("1", "us-east-1", new Guid(number, 0, 0, new byte[8])),
        Hour.From.AddSeconds(number % 60),
        new Usage(1, default, new Usd(1)),
        [Account, new CounterKey($"account=1|principal=agent-{number % 30}", Hour)]))];
}
