using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Tests.Replay;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>How the work of a batch grows: counted, not timed.</summary>
public sealed class MeterGrowthTests
{
    [Fact]
    public async Task A_batch_of_any_size_takes_two_requests_of_the_ledger_and_as_many_counters_as_it_has_callers()
    {
        var (few, many) = (await WorkOf(records: 10, principals: 5, rules: 1), await WorkOf(records: 1_000, principals: 5, rules: 1));

        (few.Calls, many.Calls).ShouldBe((2, 2));
        many.Written.ShouldBe(few.Written);
        many.Read.ShouldBe(few.Read);
        (await WorkOf(records: 1_000, principals: 50, rules: 1)).Written.ShouldBe(10 * few.Written);
    }

    [Fact]
    public async Task What_was_granted_and_how_fast_a_counter_grows_is_asked_only_where_it_may_be_near_its_limit()
    {
        var predictive = Calls.Cap(100, brake: Brake.Predictive);

        // The total. What was granted, how often it was re-armed, and five minutes are more.
        (await ReadAt(69, predictive)).ShouldBe((2, 1));
        (await ReadAt(70, predictive)).ShouldBe((3, 8));
        (await ReadAt(49, predictive with { NotifyPercents = [50, 80] })).ShouldBe((2, 1));
        (await ReadAt(50, predictive with { NotifyPercents = [50, 80] })).Requests.ShouldBe(3);

        static async Task<(int Requests, int Counters)> ReadAt(int usd, CountedRule rule)
        {
            var ledger = new CountingLedger();
            var harness = new MeterHarness(Calls.Policy(rule), ledger: ledger);
            await harness.Run([Calls.Call(1, 0, usd - 1)], Calls.Start.AddSeconds(5));
            ledger.Reset();
            await harness.Run([Calls.Call(2, 10, 1)], Calls.Start.AddSeconds(20));
            return (ledger.Calls, ledger.Read);
        }
    }

    [Fact]
    public async Task A_rule_that_matches_nobody_costs_a_batch_nothing()
    {
        var (few, many) = (await WorkOf(records: 200, principals: 5, rules: 1), await WorkOf(records: 200, principals: 5, rules: 2_000));

        (many.Calls, many.Written, many.Read).ShouldBe((few.Calls, few.Written, few.Read));
        // A hundredth for what the runtime does beside.
        many.Bytes.ShouldBeLessThanOrEqualTo(few.Bytes + (few.Bytes / 100));
    }

    [Fact]
    public async Task A_record_allocates_no_more_in_a_large_batch_than_in_a_small_one()
    {
        var (small, large) = (await WorkOf(records: 200, principals: 5, rules: 1), await WorkOf(records: 2_000, principals: 5, rules: 1));

        (large.Bytes / 2_000).ShouldBeLessThanOrEqualTo(small.Bytes / 200);
        (small.Bytes / 200).ShouldBeLessThanOrEqualTo(4_000);
    }

    private static async Task<Work> WorkOf(int records, int principals, int rules)
    {
        var ledger = new CountingLedger();
        var harness = new MeterHarness(
            new Policy
            {
                Rules =
                [
                    Calls.Cap(1_000_000_000),
                    .. Enumerable.Range(0, rules)
                        .Select(n => Calls.Cap(
                        1) with { Id = $"team-{n}", Match = [new FieldMatch(Dimension.Principal, [new Glob($"role/team-{n}-*")])] }),
                ],
            },
            ledger: ledger);
        await harness.Run(Batch(0));
        ledger.Reset();
        var batch = Batch(records);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await harness.Run(batch, Calls.Start.AddSeconds(20));
        return new Work(ledger.Calls, ledger.Written, ledger.Read, GC.GetAllocatedBytesForCurrentThread() - before);

        Invocation[] Batch(int from) =>
            [.. Enumerable.Range(from, records).Select(n => Calls.Call(n, 0, usd: 0.01m, role: "agent-" + (n % principals)))];
    }

    private sealed record Work(int Calls, int Written, int Read, long Bytes);
}
