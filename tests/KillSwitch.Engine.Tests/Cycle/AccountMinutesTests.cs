using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>How fast the account spends is known without any rule.</summary>
public class AccountMinutesTests
{
    private readonly InMemoryLedger _ledger = new();

    [Fact]
    public async Task The_last_five_minutes_of_the_account_are_counted_whatever_the_rules()
    {
        await RunAsync(lateBy: 20);

        (await LastAsync()).UsdPerHour.ShouldBeInRange(120, 150);
    }

    [Fact]
    public async Task What_comes_late_is_in_no_minute()
    {
        await RunAsync(lateBy: 600);

        (await LastAsync()).UsdPerHour.ShouldBe(0);
    }

    // Two dollars a minute, for five minutes.
    private async Task RunAsync(int lateBy)
    {
        var policy = new Policy();
        var rules = new RuleBook(policy);
        var account = new InMemoryAccount(TimeSpan.FromSeconds(10), rules.IsExempt);
        var enforcement = new Enforcement(InMemoryPorts.Of(account) with { Ledger = _ledger });
        var meter = new Meter(new CycleContext(rules, enforcement), Prices) { CountsUsage = true };
        for (var n = 0; n < 5; n++)
            await meter.RunAsync([Call(n, n * 60, usd: 2)], Start.AddSeconds((n * 60) + lateBy), default);
    }

    private async Task<LastMinutes> LastAsync()
    {
        var until = Start.AddSeconds(250);
        var scope = "account=" + Call(9, 0, usd: 1).Account;
        var minutes = LastMinutes.Counters(scope, second => WindowCalendar.Of("UTC").Containing(WindowUnit.Hour, second), until);
        return LastMinutes.Of([.. await _ledger.ReadAsync([.. minutes], default)], until);
    }
}
