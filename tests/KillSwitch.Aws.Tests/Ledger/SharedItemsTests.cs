using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Health;
using KillSwitch.Aws.Ledger;
using KillSwitch.Contention;
using KillSwitch.Contention.Table;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Ledger;

/// <summary>Counters share items, which are what is paid for; what they hold is the same.</summary>
public class SharedItemsTests(MotoServer server)
{
    private static readonly DateTimeOffset Noon = new(2026, 9, 8, 12, 0, 0, TimeSpan.Zero);
    private static readonly Window Month = WindowCalendar.Of("UTC").Containing(WindowUnit.Month, Noon.ToUnixTimeSeconds());

    private static readonly string Sample = File.ReadAllText("killswitch.yaml");

    private readonly SimulatedTime _time = new(Noon);
    private int _number;

    [Fact]
    public void A_call_far_from_every_limit_of_the_sample_policy_writes_nine_items_and_reads_eight() => _time.Run(async () =>
    {
        var store = new ContendedTable(_time, new Random(1), new Conflicts());
        var rules = new RuleBook(PolicyFileReader.Read(Sample).Policy!);
        var table = new LedgerTable(new ContendedDynamo(store), "ledger") { Clock = _time, Random = new Random(1) };
        var ledger = new DynamoLedger(table, _time);
        await ledger.PrepareAsync(default);
        var ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.FromHours(10), rules.IsExempt)) with { Ledger = ledger };
        var meter = new Meter(new CycleContext(rules, new Enforcement(ports)), new PriceBook()) { CountsUsage = true };
        await meter.RunAsync([Call(0)], Noon.AddSeconds(5), default);
        var (read, items) = (store.Tally.ItemsRead, store.All.Count());

        await meter.RunAsync([Call(1)], Noon.AddSeconds(9), default);

        // Another mark, and the items that are there; ten of the trailing window's minutes in one. Two say what is so since when.
        (store.All.Count() - items).ShouldBe(1);
        (items - 2).ShouldBe(9);
        (store.Tally.ItemsRead - read).ShouldBe(8);
    });

    [Fact]
    public async Task What_the_version_before_kept_by_itself_is_read_with_what_shares_an_item()
    {
        var table = await Tables.CreateAsync(server);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon);
        var (minute, later) = (Minute(0), Minute(60));
        // As the version before wrote it, while its meter ran.
        await table.Client.PutItemAsync(table.Name, CounterItem.Of(minute, Usage(3)));
        await new Heartbeats(table).WriteAsync(new Heartbeat("meter/us-east-1", Noon), default);
        var unsaid = new DynamoLedger(table, clock);
        (await unsaid.ReadAsync([minute], default))[0].ShouldBe(Usage(3));

        var ledger = new DynamoLedger(table, clock);
        await ledger.PrepareAsync(default);
        await ledger.CountAsync([Record(2, minute), Record(5, later)], default);

        (await ledger.ReadAsync([minute, later], default)).ShouldBe([Usage(5), Usage(5)]);
        (await ledger.ListAsync([minute.Bucket, later.Bucket], "account=1", default)).OrderBy(one => one.Counter.Bucket.Start)
            .ShouldBe([(minute, Usage(5)), (later, Usage(5))]);
        // What began after its last is kept in one place alone.
        clock.Advance(TimeSpan.FromHours(1));
        var after = Minute(3600);
        await table.Client.PutItemAsync(table.Name, CounterItem.Of(after, Usage(9)));
        (await ledger.ReadAsync([after], default))[0].ShouldBe(default);
    }

    [Fact]
    public async Task What_is_overwritten_is_not_summed_with_what_the_version_before_wrote()
    {
        var table = await Tables.CreateAsync(server);
        var minute = Minute(0);
        await table.Client.PutItemAsync(table.Name, CounterItem.Of(minute, Usage(3)));
        await new Heartbeats(table).WriteAsync(new Heartbeat("meter/us-east-1", Noon), default);
        var ledger = new DynamoLedger(table, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon));
        await ledger.PrepareAsync(default);

        await ledger.SetAsync([(minute, Usage(4))], default);

        (await ledger.ReadAsync([minute], default))[0].ShouldBe(Usage(4));
        (await ledger.ListAsync([minute.Bucket], "account=1", default)).ShouldBe([(minute, Usage(4))]);
    }

    [Fact]
    public async Task A_new_table_was_written_by_no_version_before()
    {
        var table = await Tables.CreateAsync(server);
        await new DynamoLedger(table).PrepareAsync(default);
        await table.Client.PutItemAsync(table.Name, CounterItem.Of(Minute(0), Usage(9)));

        (await new DynamoLedger(table).ReadAsync([Minute(0)], default))[0].ShouldBe(default);
    }

    [Fact]
    public async Task Minutes_of_a_month_do_not_pile_up_in_its_item()
    {
        var table = await Tables.CreateAsync(server);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon);
        var (month, ledger) = (new CounterKey("account=1|principal=role/a", Month), new DynamoLedger(table, clock));
        for (var minute = 0; minute < 40; minute++)
        {
            var second = clock.GetUtcNow().ToUnixTimeSeconds();
            await ledger.CountAsync([Record(minute + 1, month, month.MinuteOf(second))], default);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        var item = (await table.Client.GetItemAsync(table.Name, CounterItem.Key(month))).Item;
        item.Keys.Count(name => name.StartsWith('m')).ShouldBeLessThanOrEqualTo(3 * 10);
        var last = clock.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds();
        (await ledger.ReadAsync([month, .. Enumerable.Range(0, 5).Select(n => month.MinuteOf(last - (n * 60)))], default))
            .ShouldBe([Usage(820) with { Calls = 820 }, Usage(40), Usage(39), Usage(38), Usage(37), Usage(36)]);
    }

    [Fact]
    public async Task A_call_that_took_long_is_in_its_own_minute_and_takes_no_other_away()
    {
        var table = await Tables.CreateAsync(server);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon);
        var (month, ledger) = (new CounterKey("account=1|principal=role/a", Month), new DynamoLedger(table, clock));
        // Every age that is dropped, and those around it.
        foreach (var ago in Enumerable.Range(7, 5))
        {
            var minute = month.MinuteOf(Noon.AddMinutes(-ago).ToUnixTimeSeconds());
            await ledger.CountAsync([Record(ago, month, minute)], default);
            (await ledger.ReadAsync([minute], default))[0].ShouldBe(Usage(ago));
        }
    }

    [Fact]
    public async Task Records_of_more_minutes_than_an_expression_may_name_count_whole()
    {
        var table = await Tables.CreateAsync(server);
        var (month, ledger) = (new CounterKey("account=1|principal=role/a", Month), new DynamoLedger(table));
        Posting[] postings = [.. Enumerable.Range(0, 60).Select(n =>
            Record(1, month, month.MinuteOf(Noon.ToUnixTimeSeconds() + (n * 60)), Minute(n * 60)))];

        (await ledger.CountAsync(postings, default)).ShouldAllBe(counted => counted);

        (await ledger.ReadAsync(
            [month, .. postings.SelectMany(posting => posting.Counters.Skip(1))], default))
            .ShouldBe([Usage(60), .. Enumerable.Repeat(Usage(1), 120)]);
    }

    [Fact]
    public async Task A_minute_of_one_scope_in_two_windows_that_share_an_item_counts_once()
    {
        var table = await Tables.CreateAsync(server);
        var ledger = new DynamoLedger(table);
        var second = Noon.ToUnixTimeSeconds();
        // An hour by the calendar, and the buckets of six trailing hours: ten of them are an hour.
        var hour = new CounterKey("account=1", new Window(second, second + 3_600));
        var trailing = hour with { Bucket = new RollingWindow(TimeSpan.FromHours(6)).Bucket(second) };

        await ledger.CountAsync([Record(2, hour, trailing, hour.MinuteOf(second), trailing.MinuteOf(second))], default);

        (await ledger.ReadAsync([hour, trailing, hour.MinuteOf(second), trailing.MinuteOf(second)], default))
            .ShouldBe(Enumerable.Repeat(Usage(2), 4));
        (await ledger.ListAsync([hour.Bucket], "account=1", default)).ShouldBe([(hour, Usage(2))]);
    }

    [Fact]
    public async Task One_of_ten_buckets_is_overwritten_and_the_others_are_not()
    {
        var ledger = new DynamoLedger(await Tables.CreateAsync(server));
        await ledger.SetAsync(
            [(Minute(0), Usage(1) with { Discount = new Usd(4) }), (Minute(60), Usage(2)), (Minute(540), Usage(3))], default);
        await ledger.SetAsync([(Minute(0), Usage(7)), (Minute(60), default)], default);

        (await ledger.ReadAsync([Minute(0), Minute(60), Minute(540)], default)).ShouldBe([Usage(7), default, Usage(3)]);
        (await ledger.ListAsync([Minute(0).Bucket], "account=1", default)).ShouldBe([(Minute(0), Usage(7))]);
    }

    private static CounterKey Minute(int second) => new("account=1", Window.MinuteOf(Noon.ToUnixTimeSeconds() + second));

    private static Usage Usage(int usd) => new(usd, new TokenUsage(InputTokens: usd * 10), new Usd(usd));

    private Posting Record(int usd, params CounterKey[] counters) =>
        new(new RecordId("1", "us-east-1", new Guid(_number++, 0, 0, new byte[8])), Noon, Usage(usd), counters);

    private static Invocation Call(int number) => new()
    {
        Id = new RecordId("123456789012", "us-east-1", new Guid(number, 7, 7, new byte[8])),
        Timestamp = Noon.AddSeconds(number),
        Caller = Caller.Parse("arn:aws:sts::123456789012:assumed-role/agent-0/s"),
        Model = ModelId.Parse("anthropic.claude-opus-4-6-v1"),
        Tokens = new TokenUsage(InputTokens: 2_000, OutputTokens: 300, CacheReadInputTokens: 10_000),
        HasTokenCounts = true,
    };
}
