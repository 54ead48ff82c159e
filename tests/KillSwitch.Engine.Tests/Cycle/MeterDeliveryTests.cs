using CsCheck;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>At-least-once delivery: however records are cut into batches and redelivered, the same stops and the same totals.</summary>
public class MeterDeliveryTests
{
    private static readonly Gen<Invocation[]> Workload =
        Gen.Select(Gen.Int[0, 5400], Gen.Int[1, 40], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 1]).Array[1, 120].Select(rows => rows
            .Select((row, n) => Call(
                n, row.Item1, usd: row.Item2 / 10m, role: "agent-" + row.Item3, session: "s" + row.Item4,
                model: row.Item5 == 0
                    ? "us.anthropic.claude-opus-4-6-v1"
                    : "amazon.nova-pro-v1:0", input: row.Item2 * 100, cacheRead: row.Item2))
            .ToArray());

    private static readonly Policy Everything = Policy(
        Cap(20, WindowUnit.Hour) with { Id = "hourly", NotifyPercents = [50, 80] },
        Cap(30, WindowUnit.Day, Brake.Predictive) with { Id = "predictive" },
        Cap(1) with
        {
            Id = "rolling",
            Every = new Every.Rolling(TimeSpan.FromMinutes(15)),
            Limit = new Limit.CallCount(6),
            Per = [Dimension.Principal, Dimension.Session],
            Stop = StopScope.Session
        },
        Cap(1) with
        {
            Id = "calls",
            Limit = new Limit.CallCount(20),
            Per = [Dimension.Model],
            Stop = StopScope.Model,
            Match = [new FieldMatch(Dimension.Model, [new Glob("anthropic.*")])]
        },
        Cap(1) with
        {
            Id = "tokens",
            Limit = new Limit.UncachedInputTokens(30_000),
            Per = [Dimension.Account],
            Stop = StopScope.Account
        },
        Cap(1) with { Id = "cache", Limit = new Limit.CacheHitRatio(0.3m, 20_000), Stop = StopScope.None });

    [Fact]
    public async Task A_record_whose_time_has_yet_to_come_is_damage_and_counts_nothing()
    {
        var harness = new MeterHarness(Policy(Cap(3)));
        var now = Start.AddSeconds(100);
        var calls = new[] { Call(1, 0), Call(2, 100 + 3600), Call(3, 100 + 3601, usd: 50), Call(4, 72 * 365 * 86_400d, usd: 50) };

        var report = await harness.Run(calls, now);

        (report.Counted, report.NewestRecord).ShouldBe((2, calls[1].Timestamp));
        report.Ahead.Select(record => record.Id).ShouldBe([calls[2].Id, calls[3].Id]);
        report.Records.Count.ShouldBe(2);
        report.Usage.Cost.Amount.ShouldBe(2);
        (await harness.Run([calls[3]], now)).NewestRecord.ShouldBeNull();
        (await harness.Stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Of_two_records_of_one_request_the_larger_figures_count_once_whichever_comes_first(bool largerFirst, bool inOneBatch)
    {
        var harness = new MeterHarness(Policy(Cap(3)));
        var (first, last) = (Call(1, 0) with { Tokens = default }, Call(1, 7, usd: 4));
        var now = Start.AddSeconds(30);
        Invocation[] turn = largerFirst ? [last, first] : [first, last];
        Invocation[][] batches = inOneBatch ? [turn] : [[turn[0]], [turn[1]]];

        var corrected = 0;
        foreach (var batch in batches.Concat(batches))
            corrected += (await harness.Run(batch, now)).Corrected;

        corrected.ShouldBe(!largerFirst && !inOneBatch ? 1 : 0);
        var total = (await harness.Ledger.ReadAsync(
            [new CounterKey(
            "account=111122223333|principal=role/agent",
            new Window(Start.ToUnixTimeSeconds() - (12 * 3600), Start.ToUnixTimeSeconds() + (12 * 3600)))], default))[0];
        (total.Calls, total.Cost.Amount).ShouldBe((1, 4m));
        // Judged on what it came to.
        (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    [Fact]
    public Task Any_order_of_records_of_the_same_requests_gives_the_totals_of_the_larger_ones() =>
        Gen.Select(Workload, Gen.Int[1, 40].Array[1, 20], Gen.Int[0, int.MaxValue]).SampleAsync(async (calls, sizes, seed) =>
        {
            var policy = Policy([.. Everything.Rules.OfType<CountedRule>().Where(rule => !rule.Every.IsRolling && rule.Limit.IsSum)
                .Select(rule => rule with { Brake = Brake.Exact, Stop = StopScope.None, NotifyPercents = [] })]);
            var random = new Random(seed);
            // Seconds and minutes apart, over the turn of an hour, with nothing, less, or the same.
            var twins = calls.Where(_ => random.Next(2) == 0)
                .Select(call => call with
                {
                    Timestamp = call.Timestamp.AddSeconds(random.Next(-400, 400)),
                    Tokens = random.Next(
                    3) switch
                    { 0 => default, 1 => call.Tokens with { OutputTokens = call.Tokens.OutputTokens / 2 }, _ => call.Tokens }
                });
            var all = calls.Concat(twins).ToArray();
            random.Shuffle(all);

            (await Totals(all, Split(all, sizes), policy, Start.AddHours(3)))
                .ShouldBe(await Totals(all, [[.. Twins.Heaviest(all)]], policy, Start.AddHours(3)));
        }, iter: 150);

    [Fact]
    public Task Any_split_into_batches_gives_the_same_outcome() =>
        Gen.Select(Workload, Gen.Int[1, 40].Array[1, 20]).SampleAsync(async (calls, sizes) =>
        {
            // What comes late foresees nothing: a batch of hours falls as an exact brake has it.
            var policy = Policy([.. Everything.Rules.OfType<CountedRule>().Select(rule => rule with { Brake = Brake.Exact })]);
            var ordered = Ordered(calls);
            (await Outcome(ordered, Split(ordered, sizes), policy)).ShouldBe(await Outcome(ordered, [ordered], policy));
        }, iter: 150);

    [Fact]
    public Task Any_split_of_what_comes_in_time_gives_the_same_outcome_under_a_predictive_brake_too() =>
        Gen.Select(Workload, Gen.Int[1, 40].Array[1, 20]).SampleAsync(async (calls, sizes) =>
        {
            var ordered = Ordered([.. calls.Select(call => call with { Timestamp = Start + ((call.Timestamp - Start) / 60) })]);
            (await Outcome(ordered, Split(ordered, sizes))).ShouldBe(await Outcome(ordered, [ordered]));
        }, iter: 150);

    [Fact]
    public Task Any_redelivery_of_a_batch_gives_the_same_outcome() =>
        Gen.Select(Workload, Gen.Int[1, 40].Array[1, 20], Gen.Int[0, 1000].Array[0, 12]).SampleAsync(async (calls, sizes, again) =>
        {
            var ordered = Ordered(calls);
            var batches = Split(ordered, sizes).ToList();
            var delivered = batches.ToList();
            // A batch comes again some time after it came first.
            foreach (var pick in again)
            {
                var at = pick % batches.Count;
                delivered.Insert(
                    delivered.IndexOf(batches[at]) + 1 + (pick % (delivered.Count - delivered.IndexOf(batches[at]))), batches[at]);
            }

            (await Outcome(ordered, delivered)).ShouldBe(await Outcome(ordered, batches));
        }, iter: 150);

    [Fact]
    public Task Any_order_gives_the_same_stops_and_totals_under_an_exact_brake() =>
        Gen.Select(Workload, Gen.Int[1, 40].Array[1, 20], Gen.Int[0, int.MaxValue]).SampleAsync(async (calls, sizes, seed) =>
        {
            // Rolling windows and ratios look at a moment, so their moment may differ with the order; the calendar ones may not.
            var policy = Policy([.. Everything.Rules.OfType<CountedRule>().Where(rule => !rule.Every.IsRolling && rule.Limit.IsSum)
                .Select(rule => rule with { Brake = Brake.Exact })]);
            var ordered = Ordered(calls);
            var shuffled = ordered.ToArray();
            new Random(seed).Shuffle(shuffled);

            (await Outcome(ordered, Split(shuffled, sizes), policy)).ShouldBe(await Outcome(ordered, [ordered], policy));
        }, iter: 150);

    [Fact]
    public async Task A_cycle_that_died_between_counting_and_deciding_is_made_good_by_the_redelivery()
    {
        var calls = Steady(20, 1).ToArray();
        var harness = new MeterHarness(Policy(Cap(10)));
        // Counted, and then nothing: as if the process had ended there.
        var forgetful = new MeterHarness(Policy(Cap(1_000_000)), ledger: harness.Ledger);
        await forgetful.Run(calls);

        var report = await harness.Run(calls);

        report.Duplicates.ShouldBe(20);
        report.Stops.ShouldHaveSingleItem().Evidence!.Measured.ShouldBe(20);
    }

    [Fact]
    public async Task One_old_record_among_new_ones_costs_a_bounded_number_of_reads()
    {
        var ledger = new CountingLedger();
        var harness = new MeterHarness(Policy(Cap(10, WindowUnit.Month, Brake.Predictive)), ledger: ledger);

        await harness.Run([Call(1, -20 * 86_400), Call(2, 0)]);

        ledger.MostRead.ShouldBeLessThan(100);
    }

    private static Invocation[] Ordered(IEnumerable<Invocation> calls) =>
        [.. calls.OrderBy(call => call.Timestamp).ThenBy(call => call.Id)];

    private static IEnumerable<Invocation[]> Split(Invocation[] calls, int[] sizes)
    {
        for (int at = 0, i = 0; at < calls.Length; at += sizes[i++ % sizes.Length])
            yield return calls.Skip(at).Take(sizes[i % sizes.Length]).ToArray();
    }

    private static async Task<string> Outcome(Invocation[] all, IEnumerable<Invocation[]> batches, Policy? policy = null)
    {
        var harness = new MeterHarness(policy ?? Everything);
        foreach (var batch in batches)
            await harness.Run(batch);
        return await harness.Outcome(all);
    }

    private static async Task<string> Totals(Invocation[] all, IEnumerable<Invocation[]> batches, Policy policy, DateTimeOffset now)
    {
        var harness = new MeterHarness(policy);
        foreach (var batch in batches)
            await harness.Run(batch, now);
        return string.Join(
            '\n', (await harness.Outcome(all)).Split('\n').Where(line => line.StartsWith("total", StringComparison.Ordinal)));
    }
}
