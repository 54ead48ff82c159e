using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>What every store of stops must do; each adapter runs it.</summary>
public abstract class StopStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);
    private static readonly TripKey Day = new("cap", "account=1|principal=role/agent", new Window(1_776_988_800, 1_777_075_200), IsRolling: false);
    private static readonly TripKey Rolling = new("roll", "account=1|principal=role/agent", new Window(1_776_988_800, 1_776_990_660), IsRolling: true);

    protected abstract IStopStore Create();

    [Fact]
    public async Task A_trip_opens_once()
    {
        var store = Create();

        (await store.TryOpenAsync(Of(Day), default)).ShouldBeTrue();
        (await store.TryOpenAsync(Of(Day), default)).ShouldBeFalse();

        (await store.OpenAsync(default)).ShouldHaveSingleItem().ShouldBe(Of(Day));
    }

    [Fact]
    public async Task Another_window_rule_scope_or_round_is_another_trip()
    {
        var store = Create();
        TripKey[] trips = [Day, Day with { Window = new Window(1_777_075_200, 1_777_161_600) }, Day with { Rule = "other" }, Day with { Scope = "account=2" }, Day with { Round = 1 }];

        foreach (var trip in trips)
            (await store.TryOpenAsync(Of(trip), default)).ShouldBeTrue();

        (await store.OpenAsync(default)).Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(-60, false)]
    [InlineData(1860, true)]
    [InlineData(-1860, true)]
    public async Task A_trailing_window_that_overlaps_an_earlier_trip_is_the_same_trip(long shift, bool opens)
    {
        var store = Create();
        await store.TryOpenAsync(Of(Rolling), default);

        (await store.TryOpenAsync(Of(Rolling with { Window = new Window(Rolling.Window.Start + shift, Rolling.Window.End + shift) }), default)).ShouldBe(opens);
    }

    [Fact]
    public async Task Several_at_once_open_one()
    {
        var store = Create();

        var opened = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await store.TryOpenAsync(Of(Day), default))));

        opened.Count(won => won).ShouldBe(1);
    }

    [Fact]
    public async Task A_notice_is_told_once_for_each_level()
    {
        var store = Create();

        (await store.TryTellAsync(new NoticeKey(Day, "50%"), default)).ShouldBeTrue();
        (await store.TryTellAsync(new NoticeKey(Day, "50%"), default)).ShouldBeFalse();
        (await store.TryTellAsync(new NoticeKey(Day, "80%"), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Only_the_state_that_is_known_can_be_advanced()
    {
        var store = Create();
        var stop = Of(Day);
        await store.TryOpenAsync(stop, default);
        var enforced = stop with { State = StopState.Enforced, EnforcedAt = Now };

        (await store.TryAdvanceAsync(stop, enforced, default)).ShouldBeTrue();
        (await store.TryAdvanceAsync(stop, stop with { State = StopState.Failed }, default)).ShouldBeFalse();

        (await store.FindAsync(stop.Id, default)).ShouldBe(enforced);
    }

    [Theory]
    [InlineData(StopState.Released)]
    [InlineData(StopState.Rejected)]
    public async Task What_is_over_is_no_longer_open_and_never_opens_again(StopState over)
    {
        var store = Create();
        var stop = Of(Day);
        await store.TryOpenAsync(stop, default);
        await store.TryAdvanceAsync(stop, stop with { State = over }, default);

        (await store.OpenAsync(default)).ShouldBeEmpty();
        (await store.TryOpenAsync(Of(Day), default)).ShouldBeFalse();
        (await store.FindAsync(stop.Id, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Stops_that_wait_for_a_person_are_not_counted_as_automatic()
    {
        var store = Create();
        await store.TryOpenAsync(Of(Day), default);
        await store.TryOpenAsync(Of(Rolling) with { State = StopState.AwaitingApproval }, default);
        var second = Now.ToUnixTimeSeconds();

        (await store.CountAutomaticAsync(new Window(second, second + 1), default)).ShouldBe(1);
        (await store.CountAutomaticAsync(new Window(second + 1, second + 2), default)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_never_written_is_not_found() => (await Create().FindAsync("stop-unknown", default)).ShouldBeNull();

    private static Stop Of(TripKey trip) => new()
    {
        Id = trip.StopId(),
        Trip = trip,
        Target = new StopTarget.Principal("1", "role/agent", "arn:aws:iam::1:role/agent"),
        Evidence = new Evidence("role/agent", "usd", 10, 10, default, 0, 0, TimeSpan.Zero, trip.Window, Now),
        State = StopState.Intended,
        At = Now,
    };
}
