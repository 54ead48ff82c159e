using KillSwitch.Contention;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Aws.Tests.Contention;

/// <summary>What <c>make bench-contention</c> says of thirty seconds, over a few.</summary>
public class StudyTests
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);

    private static readonly Policy Policy = PolicyFileReader.Read("""
        version: 1
        mode: enforce
        rules:
          - { id: account, per: account, limit: { usd: 2_000_000_000 }, every: day, stop: account }
          - { id: agents, per: principal, limit: { usd: 2_000_000_000 }, every: month, stop: principal }
        """).Policy!;

    [Fact]
    public void Of_two_hundred_deliveries_a_second_none_is_given_up_and_each_record_counts_once()
    {
        var outcome = Study.Run(new Load(200), Policy, Span, seed: 3);

        (outcome.Lost, outcome.IsCountedOnce).ShouldBe((0, true));
        outcome.P99.ShouldBeLessThan(5);
    }

    [Fact]
    public void With_one_shard_of_each_counter_most_are_given_up() =>
        Study.Run(new Load(200), Policy, Span, seed: 3, Ledgers.OneShard).Lost.ShouldBeGreaterThan(0.5);

    [Fact]
    public void Ten_thousand_records_of_one_payload_are_written_side_by_side_beside_others_and_each_counts_once()
    {
        var (payload, beside) = (new Payload(10_000, 40), new Load(20));

        var inTurn = Study.Run(payload, beside, Policy, seed: 3, Ledgers.OneTransactionAtATime);
        var sideBySide = Study.Run(payload, beside, Policy, seed: 3);

        (sideBySide.Tries, sideBySide.IsCountedOnce).ShouldBe((1, true));
        sideBySide.Seconds.ShouldBeLessThan(inTurn.Seconds / 2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_outcome() =>
        Study.Run(new Load(20), Policy, Span, seed: 5).ShouldBe(Study.Run(new Load(20), Policy, Span, seed: 5));
}
