using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Engine.Tests.Backfill;

public class SweepBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemoryMemory _memory = new();

    [Fact]
    public async Task Whoever_was_slow_does_not_undo_the_mark_of_who_came_after()
    {
        var slow = await OpenAsync();
        slow.Begin(Noon, Noon.AddHours(1));
        var later = await OpenAsync();
        later.Begin(Noon, Noon.AddHours(1));

        (await later.TryWriteAsync(later.Sweep with { Unjudged = Noon.AddMinutes(5) }, default)).ShouldBeTrue();
        (await slow.TryWriteAsync(slow.Sweep.Advance(Noon.AddMinutes(5), found: 0), default)).ShouldBeFalse();

        (await OpenAsync()).Sweep.IsUnjudged.ShouldBeTrue();
    }

    [Fact]
    public async Task Taking_up_a_slice_again_keeps_out_who_began_it()
    {
        var first = await OpenAsync();
        first.Begin(Noon, Noon.AddHours(1));
        await first.TryWriteAsync(first.Sweep with { Unjudged = Noon.AddMinutes(5) }, default);
        var second = await OpenAsync();

        (await second.TryWriteAsync(second.Sweep, default)).ShouldBeTrue();

        (await first.TryWriteAsync(first.Sweep.Advance(Noon.AddMinutes(5), found: 7), default)).ShouldBeFalse();
    }

    [Fact]
    public void What_an_earlier_version_wrote_is_understood()
    {
        var sweep = Sweep.Parse("1 2 300000 4 5 6 7");

        (sweep.IsOpen, sweep.Found, sweep.IsUnjudged, sweep.Turn).ShouldBe((true, 4, false, 0));
        Sweep.Parse((sweep with { Unjudged = Noon, Turn = 9 }).ToText()).ShouldBe(sweep with { Unjudged = Noon, Turn = 9 });
    }

    [Theory]
    [InlineData("99999999999999999 2 300000 4 5 6 7")]
    [InlineData("1 2 300000 4 99999999999 6 7")]
    [InlineData("soon")]
    public async Task A_sweep_that_somebody_has_edited_is_begun_anew(string text)
    {
        await _memory.KeepAsync("backfill/us-east-1", text, default);

        var book = await OpenAsync();

        book.Sweep.ShouldBe(Sweep.None);
        (await book.TryWriteAsync(Sweep.None with { Audited = Noon }, default)).ShouldBeTrue();
    }

    private ValueTask<SweepBook> OpenAsync() => SweepBook.OpenAsync(_memory, "backfill/us-east-1", default);
}
