using System.Text;
using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.Tests.EveryMinute;

namespace KillSwitch.Engine.Tests.Backfill;

/// <summary>What is urgent is filled first, workers share what is dense, and whatever dies is made good.</summary>
public class BackfillerTests
{
    private static readonly Policy Policy = new()
    {
        Rules =
        [
            new CountedRule
            {
                Id = "agent", Per = [Dimension.Principal], Limit = new Limit.CallCount(50), Every = new Every.Calendar(WindowUnit.Day),
                Stop = StopScope.Principal, Brake = Brake.Exact,
            },
        ],
    };

    private int _number;

    [Fact]
    public async Task A_gap_of_now_is_filled_while_an_old_one_is_far_from_its_end()
    {
        var harness = new MinuteJobHarness(Policy);
        await harness.MinutesAsync(60);
        harness.World.IsDelivering = false;
        await CallAsync(harness, minutes: 60, calls: 5, agent: n => $"old-{n}");
        harness.World.IsDelivering = true;
        // Nobody fills it meanwhile, and then a run has time for one page.
        for (var minute = 0; minute < 150; minute++)
            await harness.MinuteAsync(watches: false);
        harness.Slow(TimeSpan.FromSeconds(21));
        await harness.MinutesAsync(3);
        (await UncountedAsync(harness)).ShouldBeGreaterThan(200, "the old one goes on for long");
        harness.World.IsDelivering = false;
        await CallAsync(harness, minutes: 3, calls: 20, agent: _ => "now");
        harness.World.IsDelivering = true;

        await harness.MinutesAsync(12);

        (await harness.Ports.Stops.OpenAsync(default)).ShouldHaveSingleItem().Target.Name.ShouldBe("role/now");
        (await UncountedAsync(harness)).ShouldBeGreaterThan(50);
        await harness.MinutesAsync(60);
        (await UncountedAsync(harness)).ShouldBe(0);
    }

    [Fact]
    public async Task Workers_fill_what_is_dense_at_the_same_time_and_each_record_counts_once()
    {
        var harness = new MinuteJobHarness(Policy);
        await DenseAsync(harness);
        var workers = new Workers(harness);

        await FillAsync(harness, workers);

        workers.MostAtOnce.ShouldBe(4);
        (await UncountedAsync(harness)).ShouldBe(0);
        (await harness.TotalAsync("account=111122223333", WindowUnit.Hour)).Calls.ShouldBe(3_000);
        (await harness.Ports.Stops.OpenAsync(default)).Count.ShouldBe(10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_gives_no_answer_is_made_good_whether_it_had_counted_or_not(bool hasCounted)
    {
        var harness = new MinuteJobHarness(Policy);
        await DenseAsync(harness);
        var workers = new Workers(harness) { Dies = order => order == 2, HasCounted = hasCounted };

        await FillAsync(harness, workers);

        workers.Orders.ShouldContain(order => order.IsWhole);
        (await harness.TotalAsync("account=111122223333", WindowUnit.Hour)).Calls.ShouldBe(3_000);
        (await harness.Ports.Stops.OpenAsync(default)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task Where_no_worker_can_be_called_all_is_filled_here()
    {
        var harness = new MinuteJobHarness(Policy);
        await DenseAsync(harness);
        var workers = new Workers(harness) { Dies = _ => true };

        (await FillAsync(harness, workers))!.WorkerProblem.ShouldBeOfType<IOException>();

        workers.Orders.Count.ShouldBe(4);
        (await harness.TotalAsync("account=111122223333", WindowUnit.Hour)).Calls.ShouldBe(3_000);
        (await harness.Ports.Stops.OpenAsync(default)).Count.ShouldBe(10);
    }

    [Fact]
    public void An_order_and_an_answer_are_read_as_they_were_written_and_nothing_else_is_one()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_788_872_400_123);
        var order = new SpanOrder("us-east-1", at, at.AddSeconds(7), true, at.AddMinutes(1));
        SpanOrderJson.Read(Encoding.UTF8.GetBytes(SpanOrderJson.Write(order))).ShouldBe(order);
        SpanOrderJson.ReadAnswer(Encoding.UTF8.GetBytes(SpanOrderJson.Write(new SpanAnswer(at, 3, 1)))).ShouldBe(new SpanAnswer(at, 3, 1));

        foreach (var other in (string[])["", "{}", "[]", """{"source":"aws.scheduler"}"""])
            SpanOrderJson.Read(Encoding.UTF8.GetBytes(other)).ShouldBeNull();
        Should.Throw<JsonException>(() => SpanOrderJson.Read("""{"fillSpan":{"region":"us-east-1"}}"""u8.ToArray()));
        Should.Throw<IOException>(() => SpanOrderJson.ReadAnswer("""{"errorMessage":"Task timed out"}"""u8.ToArray()))
            .Message.ShouldContain("Task timed out");
        Should.Throw<IOException>(() => SpanOrderJson.ReadAnswer("null"u8.ToArray()));
    }

    [Fact]
    public async Task What_a_worker_did_not_reach_is_ordered_again()
    {
        var harness = new MinuteJobHarness(Policy);
        await DenseAsync(harness);
        var workers = new Workers(harness) { LeavesOff = order => order < 4 };

        await FillAsync(harness, workers);

        (await UncountedAsync(harness)).ShouldBe(0);
        workers.Orders.Count.ShouldBeGreaterThan(4);
    }

    /// <summary>300 calls of each of ten agents within ten minutes that nobody delivered.</summary>
    private async Task DenseAsync(MinuteJobHarness harness)
    {
        harness.World.PageSize = 600;
        harness.World.IsDelivering = false;
        await harness.MinuteAsync(watches: false);
        for (var minute = 0; minute < 10; minute++)
        {
            foreach (var call in Enumerable.Range(0, 300))
                harness.Call(Record(harness, $"agent-{call % 10}", call * 100));
            await harness.MinuteAsync(watches: false, delivers: false);
        }

        for (var minute = 0; minute < 20; minute++)
            await harness.MinuteAsync(watches: false, delivers: false);
        await harness.ReadMetricsAsync();
    }

    private static async Task<BackfillReport?> FillAsync(MinuteJobHarness harness, Workers workers)
    {
        var backfiller = new Backfiller(harness.Ports, harness.Reconciler, harness.World, workers.Filler()) { Workers = workers };
        await backfiller.BeginAsync(mayBegin: true, harness.Now, default);
        var report = await backfiller.FillUrgentAsync(harness.Now, harness.Now.AddSeconds(30), default);
        await backfiller.FillRestAsync(harness.Now, harness.Now.AddSeconds(30), default);
        return report;
    }

    private static async Task<int> UncountedAsync(MinuteJobHarness harness) =>
        (await harness.Ports.Book.UncountedAsync([.. harness.World.Logged.Select(call => call.Record)], default)).Count;

    private async Task CallAsync(MinuteJobHarness harness, int minutes, int calls, Func<int, string> agent)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            for (var call = 0; call < calls; call++)
                harness.Call(Record(harness, agent(_number), call * 1_000));
            await harness.MinuteAsync(watches: false);
        }
    }

    private Invocation Record(MinuteJobHarness harness, string agent, int milliseconds) => new()
    {
        Id = new RecordId(World.Account, "us-east-1", new Guid(_number++, 0, 0, new byte[8])),
        Timestamp = harness.Now.AddMilliseconds(milliseconds),
        Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/{agent}/s"),
        Model = ModelId.Parse("us.anthropic.claude-opus-4-6-v1"),
        Tokens = new TokenUsage(OutputTokens: 40_000),
        HasTokenCounts = true,
    };

    /// <summary>Processes of their own over the same stores.</summary>
    private sealed class Workers(MinuteJobHarness harness) : ISpanWorkers
    {
        private int _now;

        public int AtOnce => 4;

        public int MostAtOnce { get; private set; }

        public List<SpanOrder> Orders { get; } = [];

        public Func<int, bool> Dies { get; set; } = _ => false;

        public bool HasCounted { get; init; }

        public Func<int, bool> LeavesOff { get; init; } = _ => false;

        public SpanFiller Filler() => new(harness.Ports, harness.World, harness.NewMeter());

        public async ValueTask<SpanAnswer> FillAsync(SpanOrder order, CancellationToken cancellation)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_now);
            Orders.Add(order);
            var number = Orders.Count;
            await Task.Yield();
            try
            {
                if (Dies(number))
                {
                    if (HasCounted)
                        await harness.CountAloneAsync(order.From, order.To);
                    throw new IOException("the worker died");
                }

                return await Part(LeavesOff(number) ? order with { To = order.From + ((order.To - order.From) / 2) } : order);
            }
            finally
            {
                _now--;
            }
        }

        private async Task<SpanAnswer> Part(SpanOrder order)
        {
            var report = new BackfillReport();
            var filled = await Filler().FillAsync(
                order.From, order.To, order.IsWhole, harness.Now, order.Until, report, () => ValueTask.FromResult(true),
                isLeftWhereDense: false, default);
            return new SpanAnswer(filled!.Reached, report.Counted, report.Damaged);
        }
    }
}
