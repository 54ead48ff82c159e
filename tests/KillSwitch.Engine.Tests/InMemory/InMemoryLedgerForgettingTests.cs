using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Engine.Tests.InMemory;

public class InMemoryLedgerForgettingTests
{
    private static readonly Usage One = new(1, default, default);

    [Fact]
    public async Task Counters_of_what_ended_before_are_gone_and_all_others_stay()
    {
        var ledger = new InMemoryLedger();
        CounterKey[] keys = [new("a", new Window(0, 60)), new("a", new Window(60, 120)), new("a", Window.Always)];
        await ledger.CountAsync([new Posting(Id(1), DateTimeOffset.UnixEpoch, One, keys)], default);

        ledger.Forget(61);

        (await ledger.ReadAsync(keys, default)).ShouldBe([default, One, One]);
        ledger.Counters.ShouldBe(2);
    }

    [Fact]
    public async Task What_comes_once_for_certain_is_counted_without_a_mark_and_the_rest_once()
    {
        var ledger = new InMemoryLedger { ComesOnce = record => record == Id(1) };
        CounterKey key = new("a", new Window(0, 60));
        Posting[] postings = [.. new[] { 1, 2, 2 }.Select(n => new Posting(Id(n), DateTimeOffset.UnixEpoch, One, [key]))];

        (await ledger.CountAsync(postings, default)).ShouldBe([true, true, false]);

        (await ledger.FindAsync([Id(1), Id(2)], default)).Select(found => found is null).ShouldBe([true, false]);
        (await ledger.ReadAsync([key], default)).Single().Calls.ShouldBe(2);
    }

    private static RecordId Id(int number) => new("111122223333", "us-east-1", new Guid(number, 0, 0, new byte[8]));
}
