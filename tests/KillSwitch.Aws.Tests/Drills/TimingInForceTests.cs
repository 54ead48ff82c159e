using KillSwitch.Aws.Drills;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Drills;

public class TimingInForceTests
{
    private static readonly DateTimeOffset Ended = new(2026, 11, 20, 9, 14, 3, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Ended.AddDays(1));
    private readonly CountingBook _book = new();

    [Fact]
    public async Task It_is_read_once_in_ten_minutes_whatever_comes_in_between()
    {
        var timing = new TimingInForce(_book, "us-east-1", _clock);
        (await timing.RefreshAsync(TimeSpan.Zero, default)).ShouldBeFalse();
        timing.Timing.ShouldBe(GuardTiming.Guessed);
        await _book.KeepAsync(DrillBookContract.Drill("us-east-1", Ended), default);

        for (var i = 0; i < 100; i++)
            (await timing.RefreshAsync(TimingInForce.Fresh, default)).ShouldBeFalse();
        _book.Reads.ShouldBe(1);

        _clock.Advance(TimingInForce.Fresh);
        (await timing.RefreshAsync(TimingInForce.Fresh, default)).ShouldBeTrue();
        timing.Timing.EnforcementLag.ShouldBe(TimeSpan.FromSeconds(4.1));
        timing.Timing.Stamp.ShouldBe(RecordStamp.Start);
        _book.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_measured_in_another_region_counts_for_nothing_here()
    {
        var timing = new TimingInForce(_book, "eu-west-1", _clock);
        await _book.KeepAsync(DrillBookContract.Drill("us-east-1", Ended), default);

        (await timing.RefreshAsync(TimeSpan.Zero, default)).ShouldBeFalse();
        timing.Timing.ShouldBe(GuardTiming.Guessed);
    }

    [Fact]
    public async Task A_drill_that_grows_old_gives_way_to_guesses_by_itself()
    {
        var timing = new TimingInForce(_book, "us-east-1", _clock);
        await _book.KeepAsync(DrillBookContract.Drill("us-east-1", Ended), default);
        (await timing.RefreshAsync(TimeSpan.Zero, default)).ShouldBeTrue();

        _clock.SetUtcNow(Ended.AddDays(91));

        (await timing.RefreshAsync(TimingInForce.Fresh, default)).ShouldBeTrue();
        timing.Timing.ShouldBe(GuardTiming.Guessed);
    }

    private sealed class CountingBook : IDrillBook
    {
        private readonly InMemoryDrillBook _book = new(new InMemoryActionLog());

        public int Reads { get; private set; }

        public ValueTask KeepAsync(DrillFindings drill, CancellationToken cancellation) => _book.KeepAsync(drill, cancellation);

        public ValueTask<DrillFindings?> FindAsync(string region, CancellationToken cancellation)
        {
            Reads++;
            return _book.FindAsync(region, cancellation);
        }

        public ValueTask<IReadOnlyList<DrillFindings>> AllAsync(CancellationToken cancellation) => _book.AllAsync(cancellation);
    }
}
