using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>A record comes in the place of another while a second meter counts.</summary>
public class ReplacementAtOnceTests
{
    [Fact]
    public async Task What_another_meter_counts_once_a_record_was_taken_off_is_not_summed_with_that_record()
    {
        var rule = Cap(100, WindowUnit.Minute, Brake.Exact);
        var ledger = new Interrupted();
        var (first, second) = (new MeterHarness(Policy(rule), ledger: ledger), new MeterHarness(Policy(rule), ledger: ledger));
        await first.Run([Call(1, 10, usd: 40), Call(2, 20, usd: 30)], Start.AddSeconds(25));
        ledger.Replaced = async () => (await second.Run([Call(3, 40, usd: 15)], Start.AddSeconds(75))).Stops.ShouldBeEmpty();

        // The first minute holds 70, 90 with the call that is new, 60 without the one that was of the next minute, and 75 with the other's.
        var report = await first.Run([Call(4, 30, usd: 20), Call(2, 70, usd: 31)], Start.AddSeconds(75));

        report.Corrected.ShouldBe(1);
        report.Stops.ShouldBeEmpty();
    }

    private sealed class Interrupted : ILedger
    {
        private readonly InMemoryLedger _ledger = new();

        public Func<Task> Replaced { get; set; } = () => Task.CompletedTask;

        public ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation) =>
            _ledger.CountAsync(postings, cancellation);

        public ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation) =>
            _ledger.FindAsync(records, cancellation);

        public async ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation)
        {
            var isDone = await _ledger.TryReplaceAsync(before, after, cancellation);
            await Replaced();
            return isDone;
        }

        public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation) =>
            _ledger.ReadAsync(counters, cancellation);
    }
}
