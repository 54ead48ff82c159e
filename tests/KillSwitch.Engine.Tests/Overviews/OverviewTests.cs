using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Overviews;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.EveryMinute;

namespace KillSwitch.Engine.Tests.Overviews;

/// <summary>What an operator looks at: the same figures as status and usage, in few rows.</summary>
public class OverviewTests
{
    private static readonly CountedRule Daily = new()
    {
        Id = "account-ceiling",
        Limit = new Limit.Spend(new Usd(40)),
        Every = new Every.Calendar(WindowUnit.Day),
        Stop = StopScope.Account,
        Brake = Brake.Exact,
    };

    private static readonly CountedRule PerPrincipal = new()
    {
        Id = "anybody-monthly",
        Per = [Dimension.Principal],
        Limit = new Limit.Spend(new Usd(50)),
        Every = new Every.Calendar(WindowUnit.Month),
        Stop = StopScope.Principal,
        Brake = Brake.Exact,
    };

    private int _number;

    [Fact]
    public async Task It_says_what_was_spent_by_whom_and_what_is_near_its_limit()
    {
        var harness = new MinuteJobHarness(new Policy { Rules = [Daily, PerPrincipal] });
        // Yesterday, and two who went on today.
        Call(harness, "ada", 5, 2);
        Call(harness, "bob", 20);
        await harness.MinutesAsync(24 * 60);
        Call(harness, "ada", 5, 2);
        Call(harness, "cleo", 1);
        await harness.MinutesAsync(10);

        var rows = await RowsAsync(harness);
        Table(rows, OverviewTable.Spend).ShouldBe(
        [
            "today|$11.00|$0.00|$40.00|27.5 %|account-ceiling",
            "this month|$41.00|$0.00|none|-|-",
        ]);
        Table(rows, OverviewTable.Spenders).ShouldBe(
            ["role/ada|$10.00|2|-|$20.00", "role/cleo|$1.00|1|-|$1.00", "role/bob|$0.00|0|-|$20.00"]);
        Table(rows, OverviewTable.Limits).ShouldBe(
        [
            "role/ada|40 %|$20.00 of $50.00|anybody-monthly|2026-05-01 00:00",
            "role/bob|40 %|$20.00 of $50.00|anybody-monthly|2026-05-01 00:00",
            "account 111122223333|27.5 %|$11.00 of $40.00|account-ceiling|2026-04-26 00:00",
            "role/cleo|2 %|$1.00 of $50.00|anybody-monthly|2026-05-01 00:00",
        ]);
    }

    [Fact]
    public async Task What_is_in_no_log_is_added_and_told_apart()
    {
        var harness = new MinuteJobHarness(new Policy { Rules = [Daily] });
        harness.World.IsLogging = false;
        Call(harness, "ada", 10);
        await harness.MinutesAsync(20);

        Table(await RowsAsync(harness), OverviewTable.Spend).ShouldBe(
        [
            "today|$10.00|$10.00|$40.00|25 %|account-ceiling",
            "this month|$10.00|$10.00|none|-|-",
        ]);
    }

    [Fact]
    public async Task A_limit_of_the_account_stands_before_anything_was_spent_and_one_of_a_part_of_it_is_none()
    {
        var part = Daily with { Id = "part", Match = [new FieldMatch(Dimension.Region, [new Glob("us-*")])] };
        var tokens = Daily with { Id = "calls", Limit = new Limit.CallCount(5) };
        var harness = new MinuteJobHarness(new Policy { Rules = [part, tokens, PerPrincipal, Daily] });
        await harness.MinuteAsync();

        var rows = await RowsAsync(harness);
        Table(rows, OverviewTable.Spend).ShouldBe(["today|$0.00|$0.00|$40.00|0 %|account-ceiling", "this month|$0.00|$0.00|none|-|-"]);
        Table(rows, OverviewTable.Spenders).ShouldBeEmpty();
        Table(rows, OverviewTable.Limits).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_row_is_written_each_time_so_that_none_of_an_earlier_one_is_left()
    {
        var harness = new MinuteJobHarness(new Policy { Rules = [Daily, PerPrincipal] });
        for (var i = 0; i < 14; i++)
            Call(harness, $"agent-{i:00}", 0.1m * (i + 1));
        await harness.MinuteAsync();

        foreach (var rows in (IEnumerable<OverviewRow>[])[await RowsAsync(harness), OverviewRows.Of(Nothing, [])])
        {
            foreach (var table in OverviewTable.All)
            {
                rows.Where(row => row.Table == table).Select(row => row.Rank).ShouldBe(Enumerable.Range(1, table.Rows));
                rows.Where(row => row.Table == table).ShouldAllBe(row => row.Cells.Count == table.Columns.Count);
                rows.ShouldAllBe(row => row.Cells.All(cell => cell.Length > 0));
            }
        }

        Table(await RowsAsync(harness), OverviewTable.Spenders).Select(row => row.Split('|')[0])
            .ShouldBe(Enumerable.Range(4, 10).Reverse().Select(i => $"role/agent-{i:00}"));
    }

    [Fact]
    public async Task It_is_read_every_five_minutes_whatever_the_clock_does()
    {
        var harness = new MinuteJobHarness(new Policy { Rules = [Daily] });
        await harness.MinuteAsync();
        var reader = Reader(harness, harness.Ports);
        var read = new List<int>();
        for (var minute = 0; minute < 12; minute++)
        {
            if (await reader.ReadAsync(harness.Now.AddMinutes(minute).AddSeconds(minute % 2), default) is not null)
                read.Add(minute);
        }

        read.ShouldBe([0, 5, 10]);
        (await reader.ReadAsync(harness.Now.AddDays(-1), default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Days_that_are_over_are_read_once_and_no_longer_than_there_is_time()
    {
        var harness = new MinuteJobHarness(new Policy { Rules = [Daily] });
        Call(harness, "ada", 1);
        await harness.MinutesAsync((24 * 60) + 1);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(harness.Now);
        var book = new SlowBook(harness.Ports.Book, () => clock.Advance(TimeSpan.FromSeconds(1)));
        var reader = Reader(harness, harness.Ports with { Book = book, Clock = clock });

        // From the first to the 24th: today, then some days a minute.
        var readings = 0;
        Overview? overview = null;
        for (; overview?.ThisMonth.Logged is null; readings++)
        {
            overview = (await reader.ReadAsync(harness.Now.AddMinutes(readings), default)).ShouldNotBeNull();
            if (overview.ThisMonth.Logged is null)
                Table(OverviewRows.Of(overview, []), OverviewTable.Spend)[1].ShouldStartWith("this month|being summed up|");
        }

        // Four days a request, three requests a reading.
        readings.ShouldBe(2);
        overview.ThisMonth.Logged!.Value.Amount.ShouldBe(1, 0.01m);
        book.Days.ShouldBe(24);
        (await reader.ReadAsync(harness.Now.AddMinutes(readings + 5), default)).ShouldNotBeNull();
        book.Days.ShouldBe(24);
    }

    [Fact]
    public void Who_should_be_stopped_and_is_not_comes_first_and_many_stops_are_counted()
    {
        List<Stop> stops = [.. Enumerable.Range(0, 12).Select(i => By($"agent-{i:00}", MinuteJobHarness.Start.AddMinutes(i)) with
        {
            State = i == 3 ? StopState.Failed : StopState.Enforced,
        })];

        var rows = Table(OverviewRows.Of(Nothing, stops), OverviewTable.Stops);
        rows.Count.ShouldBe(10);
        rows[0].ShouldBe($"role/agent-03|failed|{stops[3].Id}|(by hand)|2026-04-24 00:03");
        rows[1].ShouldBe($"role/agent-11|enforced|{stops[11].Id}|(by hand)|2026-04-24 00:11");
        rows[9].ShouldBe("and 3 more|killswitch status|-|-|-");

        Table(OverviewRows.Of(Nothing, [.. stops.Take(10)]), OverviewTable.Stops)[9].ShouldStartWith("role/agent-00|");
    }

    [Fact]
    public void A_name_that_steers_is_made_visible()
    {
        var overview = Nothing with { Spenders = [new Spender("role/\u202Egpj", default, default(Usage))] };

        var rows = OverviewRows.Of(overview, [By("a\u200bb", MinuteJobHarness.Start)]).ToList();
        Table(rows, OverviewTable.Stops)[0].ShouldStartWith("role/a\uFFFDb|");
        Table(rows, OverviewTable.Spenders)[0].ShouldStartWith("role/\uFFFDgpj|");
    }

    private static Overview Nothing { get; } =
        new(new AccountSpend(Usd.Zero, Usd.Zero, null), new AccountSpend(null, Usd.Zero, null), [], []);

    private static Stop By(string role, DateTimeOffset at) =>
        Stop.ByHand(
            new StopTarget.Principal(World.Account, "role/" + role, $"arn:aws:iam::{World.Account}:role/{role}"), "arn:who", "loops", at);

    private static OverviewReader Reader(MinuteJobHarness harness, GuardPorts ports) =>
        new(new CycleContext(new RuleBook(harness.Policy), new Enforcement(ports)), harness.Reconciler);

    private static async Task<IReadOnlyList<OverviewRow>> RowsAsync(MinuteJobHarness harness)
    {
        var overview = (await Reader(harness, harness.Ports).ReadAsync(harness.Now, default)).ShouldNotBeNull();
        return [.. OverviewRows.Of(overview, await harness.Ports.Stops.OpenAsync(default))];
    }

    private static List<string> Table(IEnumerable<OverviewRow> rows, OverviewTable table) =>
    [
        .. rows.Where(row => row.Table == table && row.Cells[0] != OverviewTable.Empty).Select(row => string.Join('|', row.Cells)),
    ];

    private void Call(MinuteJobHarness harness, string role, decimal dollars, int calls = 1)
    {
        for (var i = 0; i < calls; i++)
        {
            harness.Call(new Invocation
            {
                Id = new RecordId(World.Account, "us-east-1", new Guid(++_number, 0, 0, new byte[8])),
                Timestamp = harness.Now,
                Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/{role}/s"),
                Model = ModelId.Parse("us.anthropic.claude-opus-4-6-v1"),
                Tokens = new TokenUsage(0, (long)(dollars / 0.0000275m)),
                HasTokenCounts = true,
            }).ShouldBeTrue();
        }
    }

    private sealed class SlowBook(IUsageBook book, Action read) : IUsageBook
    {
        public int Days { get; private set; }

        public ValueTask<IReadOnlyList<(CounterKey Counter, Usage Usage)>> ListAsync(
            IReadOnlyList<Window> buckets, string shape, CancellationToken cancellation)
        {
            if (buckets.Count >= 24 && shape.Contains("principal", StringComparison.Ordinal))
            {
                Days += buckets.Count / 24;
                read();
            }

            return book.ListAsync(buckets, shape, cancellation);
        }

        public ValueTask SetAsync(IReadOnlyList<(CounterKey Counter, Usage Usage)> counters, CancellationToken cancellation) =>
            book.SetAsync(counters, cancellation);

        public ValueTask<IReadOnlyList<Invocation>> UncountedAsync(IReadOnlyList<Invocation> records, CancellationToken cancellation) =>
            book.UncountedAsync(records, cancellation);
    }
}
