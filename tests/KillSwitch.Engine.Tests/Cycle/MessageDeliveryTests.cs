using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>Told at least once: what was decided and not told is told by the next who looks.</summary>
public class MessageDeliveryTests
{
    private readonly InMemoryStopStore _stops = new();
    private readonly InMemoryAccount _account = new(TimeSpan.FromSeconds(10), _ => false);
    private readonly InMemoryLedger _ledger = new();
    private readonly RecordingNotifier _notifier = new();

    [Fact]
    public async Task A_level_and_a_stop_whose_word_failed_are_told_by_the_watch_a_minute_later()
    {
        await Should.ThrowAsync<AggregateException>(MeterAsync(new Mute(), [.. Steady(20, 1)]));
        var watch = new MessageDelivery(_stops, _notifier);

        await watch.ResumeAsync(Start.AddSeconds(50), default);
        _notifier.Notices.ShouldBeEmpty("whoever wrote it down may be about to tell it");
        await watch.ResumeAsync(Start.AddMinutes(3), default);
        await watch.ResumeAsync(Start.AddMinutes(4), default);

        _notifier.Notices.Select(notice => notice.Key.Level).Order(StringComparer.Ordinal).ShouldBe(["50%", "breach"]);
        _notifier.Stops.ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
        (await _stops.PendingAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_told_is_not_told_again()
    {
        await MeterAsync(_notifier, [.. Steady(20, 1)]);

        await new MessageDelivery(_stops, _notifier).ResumeAsync(Start.AddHours(1), default);

        _notifier.Notices.Count.ShouldBe(2);
        _notifier.Stops.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_word_that_cannot_be_told_keeps_no_other_back()
    {
        await Should.ThrowAsync<AggregateException>(MeterAsync(new Mute(), [.. Steady(20, 1)]));

        await Should.ThrowAsync<IOException>(
            async () => await new MessageDelivery(_stops, new Mute(_notifier)).ResumeAsync(Start.AddMinutes(3), default));

        _notifier.Notices.Count.ShouldBe(2);
        (await _stops.PendingAsync(default)).ShouldHaveSingleItem().Content.ShouldBeOfType<MessageContent.OfStop>();
    }

    [Fact]
    public async Task What_the_notifier_keeps_stays_and_is_told_by_nobody_else()
    {
        var keeping = new Keeping(_stops);
        await MeterAsync(keeping, [.. Steady(20, 1)]);
        keeping.Asked.ShouldBe(3);

        await new MessageDelivery(_stops, keeping).ResumeAsync(Start.AddHours(1), default);

        keeping.Asked.ShouldBe(3);
        (await _stops.PendingAsync(default)).Select(word => word.Waiting?.For).ShouldBe([Channels.Chat, Channels.Chat, Channels.Chat]);
    }

    private async Task MeterAsync(INotifier notifier, Core.Invocations.Invocation[] batch)
    {
        var rules = new Core.Evaluation.RuleBook(Policy(Cap(10) with { NotifyPercents = [50] }));
        var ports = InMemoryPorts.Of(_account) with { Ledger = _ledger, Stops = _stops, Notifier = notifier };
        var meter = new Meter(new CycleContext(rules, new Enforcement(ports)), Prices);
        await meter.RunAsync(batch, Start.AddSeconds(40), default);
    }

    /// <summary>Nothing comes through; with one behind it, all but stops.</summary>
    private sealed class Mute(INotifier? behind = null) : INotifier
    {
        public ValueTask<bool> TellAsync(PendingMessage message, CancellationToken cancellation) =>
            message.Content is MessageContent.OfStop || behind is null
                ? throw new IOException("no way")
                : behind.TellAsync(message, cancellation);
    }

    /// <summary>Keeps what it is told for later.</summary>
    private sealed class Keeping(IStopStore stops) : INotifier
    {
        public int Asked { get; private set; }

        public async ValueTask<bool> TellAsync(PendingMessage message, CancellationToken cancellation)
        {
            Asked++;
            await stops.KeepAsync(message with { Waiting = new Waiting(Channels.Chat, Start) }, cancellation);
            return false;
        }
    }
}
