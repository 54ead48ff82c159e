using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Health;
using KillSwitch.Aws.Ledger;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Ledger;

public class DynamoLedgerTests(MotoServer server) : LedgerContract
{
    private static readonly Window Day = new(1_776_988_800, 1_777_075_200);

    private LedgerTable? _table;

    protected override ILedger Create() => new DynamoLedger(_table = Tables.CreateAsync(server).GetAwaiter().GetResult());

    protected override ILedger Beside(ILedger ledger) => new DynamoLedger(_table!);

    [Fact]
    public async Task A_record_with_more_counters_than_a_transaction_holds_counts_once()
    {
        var ledger = Create();
        CounterKey[] counters = [.. Enumerable.Range(0, 230).Select(n => new CounterKey($"account=1|rule~{n}", Day))];
        var posting = new Posting(new RecordId("1", "us-east-1", "r"), Day.From, new Usage(1, default, new Usd(0.5m)), counters);

        (await ledger.CountAsync([posting], default)).ShouldBe([true]);
        (await ledger.CountAsync([posting, posting], default)).ShouldBe([false, false]);

        (await ledger.ReadAsync(counters, default)).ShouldAllBe(usage => usage.Calls == 1 && usage.Cost == new Usd(0.5m));
    }

    [Theory]
    [InlineData("account=1", 3_600, 400)]
    [InlineData("account=1|principal=role/a", 3_600, 400)]
    [InlineData("account=1|region=us-east-1|model=a.b", 3_600, 400)]
    [InlineData("account=1|tag:team=a", 3_600, 400)]
    [InlineData("account=1|principal=role/a|session=s", 3_600, 37)]
    [InlineData("account=1|principal=role/a", 60, 35)]
    [InlineData("account=1|principal=role/a", 86_400, 95)]
    public async Task Hours_are_kept_for_thirteen_months_and_those_of_sessions_for_one(string scope, long seconds, int days)
    {
        var table = await Tables.CreateAsync(server);
        var counter = new CounterKey(scope, new Window(Day.Start, Day.Start + seconds));
        await new DynamoLedger(table).CountAsync(
            [new Posting(new RecordId("1", "us-east-1", "r"), Day.From, new Usage(1, default, new Usd(0.5m)), [counter])], default);

        var item = (await table.Client.GetItemAsync(table.Name, CounterItem.Key(CounterPlace.Of(counter).Home))).Item;

        ((long.Parse(item[Item.ExpiresAt].N, CultureInfo.InvariantCulture) - counter.Bucket.End) / 86_400).ShouldBe(days);
    }

    [Fact]
    public async Task At_list_price_nothing_of_discounts_is_written()
    {
        var table = await Tables.CreateAsync(server);
        var counter = new CounterKey("account=1", Day);
        var record = new RecordId("1", "us-east-1", "r");

        await new DynamoLedger(table).CountAsync([new Posting(record, Day.From, new Usage(1, default, new Usd(0.5m)), [counter])], default);

        var item = (await table.Client.GetItemAsync(table.Name, CounterItem.Key(CounterPlace.Of(counter).Home))).Item;
        item.Keys.ShouldNotContain("discount");
        item.Keys.ShouldNotContain("unpriced");
        (await table.Client.GetItemAsync(table.Name, RecordItem.Key(record, 0))).Item["counted"].S
            .ShouldBe($"{Day.Start} 0 0 0 0 0 0.5");
    }

    [Fact]
    public async Task A_correction_of_more_counters_than_a_transaction_holds_is_made_once_however_it_dies()
    {
        var table = await Tables.CreateAsync(server);
        CounterKey[] counters = [.. Enumerable.Range(0, 120).Select(n => new CounterKey($"account=1|rule~{n}", Day))];
        var before = new Posting(new RecordId("1", "us-east-1", "r"), Day.From, new Usage(1, default, new Usd(0.5m)), counters);
        var after = before with { Timestamp = Day.From.AddSeconds(9), Usage = new Usage(1, new TokenUsage(7), new Usd(2)) };
        await new DynamoLedger(table).CountAsync([before], default);

        for (var allowed = 0; allowed < 6; allowed++)
        {
            using var dying = new DyingClient(server, 1 + (allowed / 2), sendsTheLast: allowed % 2 == 0);
            await Should.ThrowAsync<DyingClient.DeadException>(
                async () => await new DynamoLedger(table with { Client = dying.Client }).TryReplaceAsync(before, after, default));
        }

        await new DynamoLedger(table).TryReplaceAsync(before, after, default);
        (await new DynamoLedger(table).FindAsync([before.Record], default)).ShouldBe([new CountedRecord(after.Timestamp, after.Usage)]);
        (await new DynamoLedger(table).ReadAsync(counters, default)).ShouldAllBe(usage => usage == after.Usage);
    }

    [Fact]
    public async Task Records_that_an_earlier_version_counted_by_the_second_are_not_counted_again()
    {
        var table = await Tables.CreateAsync(server);
        var clock = new FakeTimeProvider(Day.From.AddHours(6));
        var (old, other, late) = (Of("5f0c7e7c-1b1f-4a41-9d7e-2f1f1c6a7d11", 0), Of("not-a-guid", 1), Of("not-a-guid-either", 7 * 3600));
        foreach (var posting in new[] { old, other, late })
        {
            var mark = new AttributeValue { BS = [new MemoryStream(Convert.FromBase64String(SeenBySecond.Mark(posting.Record)))] };
            await table.Client.PutItemAsync(table.Name, new(Item.Key(SeenBySecond.Partition(posting.Record, posting.Timestamp), "seen"))
            {
                ["ids"] = mark,
            });
        }

        await new Heartbeats(table).WriteAsync(new Heartbeat("meter/us-east-1", Day.From), default);
        var ledger = new DynamoLedger(table, clock);

        // What is dated after the last that an earlier version can have met is asked for no more.
        (await ledger.CountAsync([old, other, late, Of("new", 2)], default)).ShouldBe([false, false, true, true]);
        var record = new Invocation { Id = old.Record, Timestamp = old.Timestamp, Caller = Caller.None, Model = ModelId.Parse("m") };
        (await ledger.UncountedAsync([record, record with { Id = new RecordId("1", "us-east-1", "newer") }], default)).Count.ShouldBe(1);

        static Posting Of(string request, int second) =>
            new(new RecordId("1", "us-east-1", request), Day.From.AddSeconds(second), new Usage(1, default, new Usd(1)),
                [new CounterKey("account=1", Day)]);
    }

    [Fact]
    public async Task A_new_table_was_counted_into_by_no_earlier_version()
    {
        var table = await Tables.CreateAsync(server);
        await new DynamoLedger(table).PrepareAsync(default);
        await new Heartbeats(table).WriteAsync(new Heartbeat("meter/us-east-1", Day.From), default);

        (await new SeenBySecond(table, TimeProvider.System).UntilAsync(default)).ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task A_batch_of_many_callers_is_cut_and_counts_whole()
    {
        var ledger = Create();
        var all = new CounterKey("account=1", Day);
        Posting[] postings = [.. Enumerable.Range(0, 200).Select(n => new Posting(
            new RecordId("1", "us-east-1", $"r{n}"),
            Day.From.AddSeconds(n / 7),
            new Usage(1, new TokenUsage(InputTokens: n), new Usd(0.000001m)),
            [all, new CounterKey($"account=1|principal=role/agent-{n % 85}", Day)]))];

        (await ledger.CountAsync(postings, default)).ShouldAllBe(counted => counted);
        (await ledger.CountAsync(postings, default)).ShouldAllBe(counted => !counted);

        (await ledger.ReadAsync([all], default))[0].ShouldBe(new Usage(200, new TokenUsage(InputTokens: 19_900), new Usd(0.0002m)));
    }

    [Fact]
    public async Task The_same_batch_twice_at_once_counts_once()
    {
        var ledger = Create();
        var all = new CounterKey("account=1", Day);
        Posting[] postings = [.. Enumerable.Range(0, 150).Select(n =>
            new Posting(new RecordId("1", "us-east-1", $"r{n}"), Day.From.AddSeconds(n / 40), new Usage(1, default, new Usd(1)), [all]))];

        var counted =
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await ledger.CountAsync(postings, default))));

        counted.Sum(one => one.Count(fresh => fresh)).ShouldBe(150);
        (await ledger.ReadAsync([all], default))[0].Calls.ShouldBe(150);
    }

    [Fact]
    public async Task A_crash_after_any_write_is_made_good_by_the_next_delivery()
    {
        var table = await Tables.CreateAsync(server);
        var all = new CounterKey("account=1", Day);
        Posting[] postings = [.. Enumerable.Range(0, 300).Select(n =>
            new Posting(new RecordId("1", "us-east-1", $"r{n}"), Day.From, new Usage(1, default, new Usd(1)), [all]))];
        var deaths = 0;
        await new DynamoLedger(table).PrepareAsync(default);

        // Four transactions; each process dies one request later than the one before, after it was sent or before.
        for (var allowed = 0; allowed < 8; allowed++)
        {
            using var dying = new DyingClient(server, allowed / 2, sendsTheLast: allowed % 2 == 0);
            try
            {
                await new DynamoLedger(table with { Client = dying.Client }).CountAsync(postings, default);
            }
            catch (DyingClient.DeadException)
            {
                deaths++;
            }
        }

        deaths.ShouldBe(8);
        await new DynamoLedger(table).CountAsync(postings, default);
        (await new DynamoLedger(table).ReadAsync([all], default))[0].Calls.ShouldBe(300);
    }

    [Theory]
    [InlineData("account=1|principal=role/a", "account=1|principal")]
    [InlineData("account=1|principal=role/a|session=s", "account=1|principal|session")]
    [InlineData("account=1|model~anthropic.*", "account=1|model~anthropic.*")]
    [InlineData("allowance:cap|account=1|principal=role/a", "allowance:cap|account=1|principal")]
    public void Counters_that_tell_the_same_things_apart_lie_together(string scope, string shape) =>
        ScopeText.ShapeOf(scope).ShouldBe(shape);

    [Fact]
    public async Task A_scope_longer_than_a_key_may_be_is_still_its_own_counter()
    {
        var ledger = Create();
        var name = new string('x', 3_000);
        CounterKey[] counters =
            [new($"account=1|tag:k={name}a", Day), new($"account=1|tag:k={name}b", Day), new($"account=1|model~{name}", Day)];
        await ledger.CountAsync(
            [new Posting(new RecordId("1", "r", "1"), Day.From, new Usage(1, default, default), [counters[0], counters[2]])], default);

        (await ledger.ReadAsync(counters, default)).Select(usage => usage.Calls).ShouldBe([1L, 0L, 1L]);
    }
}
