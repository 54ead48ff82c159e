using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>What every store of stops must do; each adapter runs it.</summary>
public abstract class StopStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);
    private static readonly TripKey Day =
        new("cap", "account=1|principal=role/agent", new Window(1_776_988_800, 1_777_075_200), IsRolling: false);
    private static readonly TripKey Rolling =
        new("roll", "account=1|principal=role/agent", new Window(1_776_988_800, 1_776_990_660), IsRolling: true);

    protected abstract IStopStore Create();

    [Fact]
    public async Task A_trip_opens_once()
    {
        var store = Create();

        (await store.TryOpenAsync(Of(Day), null, default)).ShouldBe(OpenResult.Opened);
        (await store.TryOpenAsync(Of(Day), null, default)).ShouldBe(OpenResult.Known);

        (await store.OpenAsync(default)).ShouldHaveSingleItem().ShouldBe(Of(Day));
    }

    [Fact]
    public async Task What_is_denied_in_a_targets_place_is_kept()
    {
        var store = Create();
        var stop = Of(Day) with
        {
            Target = new StopTarget.Session("1", "role/agent", "arn:aws:iam::1:role/agent", "a,b"),
            Widened = new Widening(new StopTarget.Principal("1", "role/agent", "arn:aws:iam::1:role/agent"), "no tag can hold the name"),
            RenewedAt = Now,
        };

        await store.TryOpenAsync(stop, null, default);

        (await store.FindAsync(stop.Id, default)).ShouldBe(stop);
    }

    [Fact]
    public async Task Whatever_a_stop_carries_is_kept()
    {
        var store = Create();
        var stop = Of(Day);
        await store.TryOpenAsync(stop, null, default);
        var next = stop with
        {
            Revision = stop.Revision + 1,
            EscalatedTo = "stop-wider",
            DeactivatedKeys = "ACCA1,ACCA2",
            Failure = StopFailure.Unmodifiable,
            HeldBy = "stop-a,stop-b",
            PartHeldBy = "stop-c",
            Lasts = TimeSpan.FromHours(2),
            BoundBy = 25,
            Unconfirmed = 12.5m,
            Served = new LeakEvidence
            {
                Calls = [new ServedCall("request-1", Now, Now.AddSeconds(2), "role/agent", "arn:aws:iam::1:role/agent")],
            },
        };

        (await store.TryAdvanceAsync(stop, next, default)).ShouldBeTrue();

        (await store.FindAsync(stop.Id, default)).ShouldBe(next);
    }

    [Fact]
    public async Task Which_drill_a_horizon_rests_on_is_kept()
    {
        var store = Create();
        var stop = Of(Day);
        stop = stop with { Cause = (StopCause.ByRule)stop.Cause with { Evidence = stop.Evidence! with { DrilledAt = Now.AddDays(-12) } } };

        await store.TryOpenAsync(stop, null, default);

        (await store.FindAsync(stop.Id, default)).ShouldBe(stop);
    }

    [Fact]
    public async Task Another_window_rule_scope_round_or_limit_is_another_trip()
    {
        var store = Create();
        TripKey[] trips =
            [Day, Day with { Window = new Window(1_777_075_200, 1_777_161_600) }, Day with { Rule = "other" },
            Day with { Scope = "account=2" }, Day with { Round = 1 }, Day with { Limit = "usd 30" }];

        foreach (var trip in trips)
            (await store.TryOpenAsync(Of(trip), null, default)).ShouldBe(OpenResult.Opened);

        (await store.OpenAsync(default)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_trip_is_known_from_when_it_was_written_though_its_stop_is_over()
    {
        var store = Create();
        (await store.IsKnownAsync(Day, default)).ShouldBeFalse();
        (await store.IsKnownAsync(Rolling, default)).ShouldBeFalse();
        await store.TryOpenAsync(Of(Day), null, default);
        await store.TryOpenAsync(Of(Rolling), null, default);
        await store.TryAdvanceAsync(Of(Day), Of(Day) with { State = StopState.Released, Revision = 1 }, default);

        (await store.IsKnownAsync(Day, default)).ShouldBeTrue();
        (await store.IsKnownAsync(Shifted(60), default)).ShouldBeTrue();
        (await store.IsKnownAsync(Day with { Limit = "usd 30" }, default)).ShouldBeFalse();
        (await store.IsKnownAsync(Rolling with { Limit = "usd 30" }, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_level_of_a_limit_that_moved_is_told_anew()
    {
        var store = Create();
        foreach (var trip in (TripKey[])[Day, Rolling])
        {
            (await store.TryTellAsync(new NoticeKey.OfTrip(trip, "80%"), default)).ShouldBeTrue();
            (await store.TryTellAsync(new NoticeKey.OfTrip(trip, "80%"), default)).ShouldBeFalse();
            (await store.TryTellAsync(new NoticeKey.OfTrip(trip with { Limit = "usd 30" }, "80%"), default)).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(60, OpenResult.Known)]
    [InlineData(-60, OpenResult.Known)]
    [InlineData(1860, OpenResult.Opened)]
    [InlineData(-1860, OpenResult.Opened)]
    public async Task A_trailing_window_that_overlaps_an_earlier_trip_is_the_same_trip(long shift, OpenResult expected)
    {
        var store = Create();
        await store.TryOpenAsync(Of(Rolling), null, default);

        (await store.TryOpenAsync(Of(Shifted(shift)), null, default)).ShouldBe(expected);
    }

    [Fact]
    public async Task Trailing_windows_are_told_apart_in_whatever_order_they_come()
    {
        var store = Create();
        long[] shifts = [0, 3720, 1860, 1800, 7440, 5580, 60, -60];

        var results = new List<OpenResult>();
        foreach (var shift in shifts)
            results.Add(await store.TryOpenAsync(Of(Shifted(shift)), null, default));

        results.ShouldBe(
            [OpenResult.Opened, OpenResult.Opened, OpenResult.Opened, OpenResult.Known, OpenResult.Opened, OpenResult.Opened,
            OpenResult.Known, OpenResult.Known]);
    }

    [Fact]
    public async Task Several_at_once_open_one()
    {
        var store = Create();

        var opened =
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await store.TryOpenAsync(Of(Day), null, default))));

        opened.Count(result => result == OpenResult.Opened).ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_by_hand_is_written_once_in_its_second_and_found_as_it_was_made()
    {
        var store = Create();
        var target = new StopTarget.Principal("1", "role/agent", "arn:aws:iam::1:role/agent");
        var stop = Stop.ByHand(target, "arn:aws:iam::1:user/ana", "a loop", Now);

        (await store.TryOpenAsync(stop, null, default)).ShouldBe(OpenResult.Opened);
        (await store.TryOpenAsync(stop, null, default)).ShouldBe(OpenResult.Known);
        (await store.TryOpenAsync(Stop.ByHand(target, "arn:aws:iam::1:user/bob", "another", Now), null, default))
            .ShouldBe(OpenResult.Known);
        (await store.TryOpenAsync(Stop.ByHand(target, "arn:aws:iam::1:user/ana", "a loop", Now.AddSeconds(1)), null, default))
            .ShouldBe(OpenResult.Opened);

        (await store.FindAsync(stop.Id, default)).ShouldBe(stop);
    }

    [Fact]
    public async Task What_happens_is_told_once_for_each_topic_thing_window_and_level()
    {
        var store = Create();
        var key = new NoticeKey.OfEvent(NoticeTopic.Tampering, "the rule", new Window(0, 1), "PUT BACK");

        foreach (var other in (NoticeKey.OfEvent[])
            [key, key with { Topic = NoticeTopic.Policy }, key with { Thing = "the log" }, key with { Window = new Window(1, 2) },
            key with { Level = "TAMPERED" }])
        {
            (await store.TryTellAsync(other, default)).ShouldBeTrue();
            (await store.TryTellAsync(other, default)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_notice_is_told_once_for_each_level()
    {
        var store = Create();

        (await store.TryTellAsync(new NoticeKey.OfTrip(Day, "50%"), default)).ShouldBeTrue();
        (await store.TryTellAsync(new NoticeKey.OfTrip(Day, "50%"), default)).ShouldBeFalse();
        (await store.TryTellAsync(new NoticeKey.OfTrip(Day, "80%"), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_word_is_kept_with_what_it_tells_of_until_it_was_told()
    {
        var store = Create();
        var stop = Of(Day) with { State = StopState.Observed };
        var next = stop with { State = StopState.Released, Note = "its time ended", Revision = 1 };
        var notice = new Notice(new NoticeKey.OfTrip(Rolling, "80%"), "role/agent", "1", 8.5m, 10, Unit.Usd, Rolling.Window, Now,
            stop.Evidence)
        {
            Outlook = new Outlook(12.4m, IsMean: false, Now.AddHours(3)),
            Next = StopState.AwaitingApproval,
            Target = "role/agent",
        };
        var alert = new Alert
        {
            Head = "PUT BACK",
            Subject = "s",
            Text = "t",
            Remedy = "r",
            Kind = "tampering",
            At = Now,
            Details = [("who", "eve"), ("who", "ana")],
        };
        var key = new NoticeKey.OfTrip(Day, "breach");
        PendingMessage[] words =
            [PendingMessage.Of(stop, Now), PendingMessage.Of(next, Now), PendingMessage.Of(notice),
            PendingMessage.Of(
            notice with { Key = key, Evidence = null, Outlook = new Outlook(0.5m, IsMean: true, ReachedAt: null), Next = null,
            Target = null }), PendingMessage.Of(key with { Level = "alert" }, alert)];

        (await store.TryOpenAsync(stop, null, words[0], default)).ShouldBe(OpenResult.Opened);
        (await store.TryAdvanceAsync(stop, next, words[1], default)).ShouldBeTrue();
        (await store.TryTellAsync(notice.Key, words[2], default)).ShouldBeTrue();
        (await store.TryTellAsync(key, words[3], default)).ShouldBeTrue();
        await store.KeepAsync(words[4], default);

        var kept = (await store.PendingAsync(default)).ToDictionary(word => word.Id);
        kept.Count.ShouldBe(5);
        foreach (var word in words[..4])
            kept[word.Id].ShouldBe(word);
        var told = kept[words[4].Id].Content.ShouldBeOfType<MessageContent.OfAlert>().Alert;
        told.Details.ShouldBe(alert.Details);
        (told with { Details = [] }).ShouldBe(alert with { Details = [] });
        foreach (var word in words)
            await store.ToldAsync(word, default);
        (await store.PendingAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_word_that_waits_says_for_whom_and_since_when_until_they_were_told()
    {
        var store = Create();
        var stop = Of(Day) with { State = StopState.Observed };
        var word = PendingMessage.Of(stop, Now);
        await store.TryOpenAsync(stop, null, word, default);
        (await store.PendingAsync(default)).ShouldHaveSingleItem().Waiting.ShouldBeNull();

        var both = word with { Waiting = new Waiting(Channels.People | Channels.Chat, Now.AddTicks(1)) };
        await store.KeepAsync(both, default);
        (await store.PendingAsync(default)).ShouldHaveSingleItem().ShouldBe(both);

        var one = both with { Waiting = both.Waiting with { For = Channels.Chat } };
        await store.KeepAsync(one, default);
        (await store.PendingAsync(default)).ShouldHaveSingleItem().ShouldBe(one);

        await store.ToldAsync(word, default);
        (await store.PendingAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_word_of_what_was_not_written_is_not_kept()
    {
        var store = Create();
        var stop = Of(Day);
        await store.TryOpenAsync(stop, null, default);
        await store.TryTellAsync(new NoticeKey.OfTrip(Day, "50%"), default);
        var word = PendingMessage.Of(stop, Now);

        (await store.TryOpenAsync(stop, null, word, default)).ShouldBe(OpenResult.Known);
        (await store.TryAdvanceAsync(stop with { Revision = 7 }, stop with { Revision = 8 }, word, default)).ShouldBeFalse();
        (await store.TryTellAsync(new NoticeKey.OfTrip(Day, "50%"), word, default)).ShouldBeFalse();

        (await store.PendingAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_state_that_is_known_can_be_advanced()
    {
        var store = Create();
        var stop = Of(Day);
        await store.TryOpenAsync(stop, null, default);
        var enforced = stop with { State = StopState.Enforced, EnforcedAt = Now, Revision = 1 };

        (await store.TryAdvanceAsync(stop, enforced, default)).ShouldBeTrue();
        (await store.TryAdvanceAsync(stop, stop with { State = StopState.Failed, Revision = 1 }, default)).ShouldBeFalse();

        (await store.FindAsync(stop.Id, default)).ShouldBe(enforced);
    }

    [Theory]
    [InlineData(StopState.Released)]
    [InlineData(StopState.Rejected)]
    public async Task What_is_over_is_no_longer_open_and_never_opens_again(StopState over)
    {
        var store = Create();
        var stop = Of(Day);
        await store.TryOpenAsync(stop, null, default);
        await store.TryAdvanceAsync(stop, stop with { State = over, Revision = 1 }, default);

        (await store.OpenAsync(default)).ShouldBeEmpty();
        (await store.TryOpenAsync(Of(Day), null, default)).ShouldBe(OpenResult.Known);
        (await store.FindAsync(stop.Id, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task No_more_of_a_kind_are_stopped_by_themselves_in_a_window_than_its_bound_allows()
    {
        var store = Create();

        (await store.TryOpenAsync(Of(Day), Bound("role/a"), default)).ShouldBe(OpenResult.Opened);
        (await store.TryOpenAsync(Of(Day), Bound("role/a"), default)).ShouldBe(OpenResult.Known);
        (await store.TryOpenAsync(Of(Day with { Rule = "second" }), Bound("role/b"), default)).ShouldBe(OpenResult.Opened);
        (await store.TryOpenAsync(Of(Day with { Rule = "third" }), Bound("role/c"), default)).ShouldBe(OpenResult.OverBound);
        (await store.TryOpenAsync(Of(Day with { Rule = "third" }), Bound("role/c") with { Window = new Window(3600, 7200) }, default))
            .ShouldBe(OpenResult.Opened);
        (await store.TryOpenAsync(Of(Day with { Rule = "fourth" }) with { State = StopState.AwaitingApproval }, null, default))
            .ShouldBe(OpenResult.Opened);
        (await store.OpenAsync(default)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_is_stopped_again_in_a_window_takes_up_no_more_of_the_bound_and_other_kinds_take_up_none()
    {
        var store = Create();
        foreach (var rule in (string[])["one", "two", "three", "four"])
            (await store.TryOpenAsync(Of(Day with { Rule = rule }), Bound("role/a"), default)).ShouldBe(OpenResult.Opened);

        (await store.TryOpenAsync(Of(Rolling with { Rule = "five" }), Bound("role/a"), default)).ShouldBe(OpenResult.Opened);
        (await store.TryOpenAsync(Of(Day with { Rule = "six" }), Bound("role/b"), default)).ShouldBe(OpenResult.Opened);
        (await store.TryOpenAsync(Of(Day with { Rule = "seven" }), Bound("role/c"), default)).ShouldBe(OpenResult.OverBound);
        (await store.TryOpenAsync(Of(Day with { Rule = "ceiling" }), Bound("111122223333", StopScope.Account), default))
            .ShouldBe(OpenResult.Opened);
        // Whatever fills the bound, one that has its place keeps it.
        (await store.TryOpenAsync(Of(Day with { Rule = "eight" }), Bound("role/a"), default)).ShouldBe(OpenResult.Opened);
    }

    [Fact]
    public async Task However_many_begin_at_once_the_bound_holds()
    {
        var store = Create();

        var opened = await Task.WhenAll(Enumerable.Range(0, 12).Select(n =>
            Task.Run(async () => await store.TryOpenAsync(Of(Day with { Rule = $"rule-{n}" }), Bound($"role/{n}", count: 3), default))));

        opened.Count(result => result == OpenResult.Opened).ShouldBe(3);
        opened.Count(result => result == OpenResult.OverBound).ShouldBe(9);
    }

    [Fact]
    public async Task What_was_never_written_is_not_found() => (await Create().FindAsync("stop-unknown", default)).ShouldBeNull();

    private static AutomaticBound Bound(string name, StopScope kind = StopScope.Principal, int count = 2) =>
        new(new Window(0, 3600), count, new StopSlot(kind, name));

    private static TripKey Shifted(long shift) =>
        Rolling with { Window = new Window(Rolling.Window.Start + shift, Rolling.Window.End + shift) };

    private static Stop Of(TripKey trip) => new()
    {
        Id = trip.StopId(),
        Target = new StopTarget.Principal("1", "role/agent", "arn:aws:iam::1:role/agent"),
        Cause = new StopCause.ByRule(trip, new Evidence("role/agent", Unit.Usd, 10, 10, default, 0, 0, TimeSpan.Zero, trip.Window, Now)),
        State = StopState.Intended,
        At = Now,
    };
}
