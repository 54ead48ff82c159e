using KillSwitch.Core.Bills;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Bills;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>The bill is asked for once a day, of two days, whatever is restarted; and what it says is a condition.</summary>
public class BillDutyTests
{
    private const string Here = "us-east-1";
    private const string Haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 30, 0, TimeSpan.Zero);

    private readonly GuardPorts _ports = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, _ => false), World.Account);
    private readonly FakeBill _bill = new();

    [Fact]
    public async Task A_day_is_asked_for_when_it_is_two_and_when_it_is_four_days_old_and_none_from_before_the_guard()
    {
        for (var hour = 0; hour < 24 * 7; hour++)
            await LookAsync(Start.AddHours(hour), new Findings());

        _bill.Asked.Select(day => day.Day).ShouldBe([21, 22, 23, 21, 24, 22]);
        _bill.Requests.ShouldBe(4);
    }

    [Fact]
    public async Task It_is_asked_from_noon_and_once_whoever_restarts()
    {
        await LookAsync(Start, new Findings());

        var morning = await LookAsync(Start.AddDays(3).Date.AddHours(11), new Findings());
        morning.Looked.ShouldBeEmpty();
        for (var i = 0; i < 5; i++)
            await LookAsync(Start.AddDays(3).AddMinutes(i), new Findings());

        _bill.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_metered_hour_by_hour_and_billed_alike_agrees()
    {
        await MeterAsync(new DateOnly(2026, 11, 21), 24);
        _bill.Lines = Billed(24);

        var found = await OnTheThirdDayAsync();

        found.Looked.ShouldBe([GuardCondition.BillUnread, GuardCondition.BillDrift], ignoreOrder: true);
        found.Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_log_is_told_at_once_with_the_command_that_shows_it()
    {
        await MeterAsync(new DateOnly(2026, 11, 21), 18);
        _bill.Lines = Billed(24);

        var condition = (await OnTheThirdDayAsync()).Present.ShouldHaveSingleItem();

        (condition.Kind, condition.IsToldAtOnce, condition.Remedy)
            .ShouldBe((GuardCondition.BillDrift, true, "killswitch bill --day 2026-11-21"));
        condition.Text.ShouldBe(
            "AWS billed something else than the guard metered, by more than 1 % and $1. 2026-11-21, "
            + "`anthropic.claude-haiku-4-5-20251001-v1:0` in us-east-1: records are missing: $6.60 more was billed than records tell.");
    }

    [Fact]
    public async Task A_price_that_moved_is_told_with_both_prices()
    {
        await MeterAsync(new DateOnly(2026, 11, 21), 24);
        _bill.Lines = [.. Billed(24).Select(line => line with { Cost = new Usd(line.Cost.Amount * 2) })];

        (await OnTheThirdDayAsync()).Present.ShouldHaveSingleItem().Text.ShouldContain(
            "the price moved: what was metered costs $26.40 more than was estimated (input at $2.20 a million tokens instead of $1.10)");
    }

    [Fact]
    public async Task Who_refuses_is_asked_three_times_and_told_and_asked_again_the_next_day()
    {
        await LookAsync(Start, new Findings());
        _bill.Refuses = true;
        var (told, tries) = (new List<Condition>(), 0);
        for (var hour = 0; hour < 8; hour++)
            told.AddRange((await LookAsync(Start.AddDays(3).AddHours(hour), new Findings())).Present);
        tries = _bill.Asked.Count;

        tries.ShouldBe(3);
        var condition = told.ShouldHaveSingleItem();
        condition.Kind.ShouldBe(GuardCondition.BillUnread);
        condition.Text.ShouldContain("did not answer: no");

        _bill.Refuses = false;
        var next = await LookAsync(Start.AddDays(4), new Findings());
        next.Looked.ShouldContain(GuardCondition.BillUnread);
        next.Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mark_that_somebody_edited_begins_anew()
    {
        await _ports.Memory.KeepAsync("bill", "yesterday", default);

        await OnTheThirdDayAsync();

        _bill.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_mark_is_written_and_read_back()
    {
        foreach (var mark in (BillMark[])[new(new(2026, 11, 20), null, 0), new(new(2026, 11, 20), new(2026, 11, 22), 2)])
            BillMark.Parse(mark.ToText()).ShouldBe(mark);
    }

    private async Task<Findings> OnTheThirdDayAsync()
    {
        await LookAsync(Start, new Findings());
        return await LookAsync(Start.AddDays(3), new Findings());
    }

    // As each process of the watch has it anew.
    private async Task<Findings> LookAsync(DateTimeOffset now, Findings findings)
    {
        var reader = new BillReader(_bill, _ports.Book, Prices, WindowCalendar.Of("UTC"), World.Account);
        var duty = new BillDuty(_ => ValueTask.FromResult(reader), [Here], _ports, DeployedAs.Checkout);
        (await duty.LookAsync(findings, now, default)).ShouldBeTrue();
        return findings;
    }

    private static PriceBook Prices => new(
    [
        new PriceEntry
        {
            Model = Haiku, Input = 1.1m, Output = 5.5m, CacheRead = 0.11m, CacheWrite5m = 1.375m, CacheWrite1h = 2.2m, Source = "a test",
        },
    ]);

    // A million of input an hour, as AWS charges it.
    private async Task MeterAsync(DateOnly day, int hours)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
        var scope = ScopeText.Of(
            dimension => dimension == Dimension.Account ? World.Account : dimension == Dimension.Region ? Here : Haiku,
            [Dimension.Account, Dimension.Region, Dimension.Model], "");
        // The hours around the day are another day's.
        await _ports.Book.SetAsync(
            [.. new[] { -1, 24 }.Concat(Enumerable.Range(0, hours)).Select(hour => (
                new CounterKey(scope, new Window(start + (hour * 3600), start + ((hour + 1) * 3600))),
                new Usage(10, new TokenUsage(1_000_000), new Usd(1.1m))))], default);
    }

    private static List<BilledUsage> Billed(decimal millions) =>
    [
        new("Claude Haiku 4.5 (Amazon Bedrock Edition)", "USE1-MP:USE1_InputTokenCount-Units", Here, millions, "Units",
            new Usd(millions * 1.1m)),
    ];

    private sealed class FakeBill : IBill
    {
        public int Requests { get; private set; }

        public List<DateOnly> Asked { get; } = [];

        public List<BilledUsage> Lines { get; set; } = [];

        public bool Refuses { get; set; }

        public ValueTask<ILookup<DateOnly, BilledUsage>> ReadAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellation)
        {
            Requests++;
            Asked.AddRange(days);
            return Refuses ? throw new InvalidOperationException("no")
                : ValueTask.FromResult(days.SelectMany(_ => Lines, (day, line) => (day, line)).ToLookup(one => one.day, one => one.line));
        }
    }
}
