using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>A rule that nobody counted by before starts from the hours that are counted whatever the rules.</summary>
public class CounterStartsTests
{
    private static readonly Policy Daily = Policy(Cap(1000) with { Id = "daily" });

    private static readonly DateTimeOffset Now = Start.AddDays(2);

    [Theory]
    [InlineData(WindowUnit.Month)]
    [InlineData(WindowUnit.Week)]
    public async Task A_longer_window_knows_what_was_spent_before_it_was_there(WindowUnit every)
    {
        var guard = await SpentAsync();

        var plan = await guard.PlanAsync(Policy(Cap(100, every)), Now);
        guard.Apply(Policy(Cap(100, every)));
        await guard.MinuteAsync(Now);

        plan.Starts.ShouldHaveSingleItem().ByScope.Values.ShouldHaveSingleItem().Cost.Amount.ShouldBe(204);
        plan.Over.ShouldHaveSingleItem().Measured.ShouldBe(204);
        (await guard.OnlyAsync()).Evidence!.Measured.ShouldBe(204);
        guard.IsDenied(Now).ShouldBeTrue();
    }

    [Fact]
    public async Task So_does_another_time_zone()
    {
        var guard = new GuardOverPolicies(Policy(Cap(1000)));
        await guard.CallAsync(Call(1, 0, usd: 60), Call(2, 3600, usd: 60));

        // Midnight in Auckland lies at noon of this day.
        guard.Apply(Policy(Cap(100)) with { TimeZone = "Pacific/Auckland" });
        await guard.MinuteAsync(Start.AddHours(2));

        (await guard.OnlyAsync()).Evidence!.Measured.ShouldBe(120);
    }

    [Fact]
    public async Task A_zone_that_cuts_its_hours_otherwise_finds_those_of_the_one_before()
    {
        var guard = new GuardOverPolicies(Policy(Cap(1000, WindowUnit.Month)));
        await guard.CallAsync(Call(1, 0, usd: 60), Call(2, 3600, usd: 60));

        guard.Apply(Policy(Cap(100, WindowUnit.Month)) with { TimeZone = "Asia/Kolkata" });
        await guard.MinuteAsync(Start.AddHours(2));

        (await guard.OnlyAsync()).Evidence!.Measured.ShouldBe(120);
    }

    [Fact]
    public async Task A_zone_that_cuts_its_hours_otherwise_counts_no_hour_twice()
    {
        var start = new DateTimeOffset(2026, 4, 30, 23, 18, 0, TimeSpan.Zero);
        var rule = Cap(3) with
        {
            Per = [Dimension.Principal, Dimension.Session],
            Limit = new Limit.CallCount(6),
            Every = new Every.Calendar(WindowUnit.Hour),
            Stop = StopScope.Session
        };
        var guard = new GuardOverPolicies(Policy(rule));
        await guard.CallAsync(Steady(3, 1, fromSeconds: (start - Start).TotalSeconds));
        await guard.MinuteAsync(start.AddMinutes(1));

        guard.Apply(Policy(rule) with { TimeZone = "Asia/Kolkata" });
        for (var minute = 3; minute < 9; minute++)
            await guard.MinuteAsync(start.AddMinutes(minute));

        (await guard.OpenAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_slip_that_is_mended_within_the_minute_leaves_no_gap()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.MinuteAsync(Start);
        await guard.MinuteAsync(Start.AddMinutes(3));

        guard.Apply(Policy(Cap(3) with { Every = new Every.Rolling(TimeSpan.FromHours(1)) }));
        await guard.CallAsync(Steady(2, 1, fromSeconds: 200));
        guard.Apply(Policy(Cap(3)) with { TimeZone = "Etc/GMT-5" });
        await guard.CallAsync(Steady(2, 1, firstNumber: 100, fromSeconds: 230));
        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Start.AddMinutes(5));

        (await guard.OnlyAsync()).Evidence!.Measured.ShouldBe(4);
    }

    [Fact]
    public async Task A_trailing_window_begins_with_the_hours_that_lie_in_it_and_lets_them_go_with_its_buckets()
    {
        var guard = new GuardOverPolicies(Daily);
        await guard.CallAsync(Call(1, 0, usd: 40), Call(2, 2 * 3600, usd: 40), Call(3, 4 * 3600, usd: 40));
        var rule = Cap(100) with { Every = new Every.Rolling(TimeSpan.FromHours(6)), Restore = new RestorePlan.AtWindowTurn() };

        guard.Apply(Policy(rule));
        var now = Start.AddHours(5);
        (await guard.PlanAsync(Policy(rule), now.AddHours(3))).Over.ShouldBeEmpty("the first of it is gone by then");
        await guard.MinuteAsync(now);

        (await guard.OnlyAsync()).Evidence!.Measured.ShouldBe(120);
    }

    [Fact]
    public async Task What_comes_while_some_still_count_by_the_policy_before_is_made_up_for()
    {
        var guard = await SpentAsync();
        var before = new KillSwitch.Engine.Cycle.Meter(
            new KillSwitch.Engine.Cycle.CycleContext(new RuleBook(Daily), guard.Enforcement), Prices)
        { CountsUsage = true };
        guard.Apply(Policy(Cap(1000, WindowUnit.Month)));
        await guard.MinuteAsync(Now);

        await before.RunAsync([Call(500, (Now - Start).TotalSeconds, usd: 7)], Now.AddSeconds(30), default);
        await guard.CallAsync(Call(501, (Now - Start).TotalSeconds + 31, usd: 5));
        await guard.MinuteAsync(Now.AddMinutes(2));
        await guard.MinuteAsync(Now.AddMinutes(3));

        (await TotalAsync(guard)).ShouldBe(216);
    }

    [Fact]
    public async Task Two_watches_at_once_add_it_once_and_one_that_dies_goes_on()
    {
        var guard = await SpentAsync();
        guard.Apply(Policy(Cap(1000, WindowUnit.Month)));
        var rules = new RuleBook(guard.Policy);
        var turn = new KillSwitch.Engine.PolicyTurns.PolicyTurn(
            new KillSwitch.Engine.Cycle.CycleContext(rules, guard.Enforcement))
        { Earlier = [new RuleBook(Daily)] };

        await turn.RunAsync("2/taken", Now, default);
        await turn.RunAsync("2/taken", Now, default);
        await turn.RunAsync("2/settled", Now.AddMinutes(2), default);

        (await TotalAsync(guard)).ShouldBe(204);
    }

    [Fact]
    public async Task A_rule_that_narrows_by_what_the_hours_tell_apart_starts_from_those_alone()
    {
        var guard = await SpentAsync();
        await guard.CallAsync(Call(900, 50_000, usd: 50, role: "other"));
        var rule = Cap(1000, WindowUnit.Month) with
        {
            Per = [Dimension.Account],
            Match = [new FieldMatch(Dimension.Principal, [new Glob("role/agent*")])],
            Stop = StopScope.Account
        };

        (await guard.PlanAsync(
            Policy(rule), Now)).Starts.ShouldHaveSingleItem().ByScope.Values.ShouldHaveSingleItem().Cost.Amount.ShouldBe(204);
    }

    [Fact]
    public async Task What_no_hour_tells_starts_at_zero_and_says_so()
    {
        var guard = await SpentAsync();
        var rule = Cap(100, WindowUnit.Month) with { Match = [new FieldMatch(Dimension.Model, [new Glob("anthropic.*")])] };

        var start = (await guard.PlanAsync(Policy(rule), Now)).Starts.ShouldHaveSingleItem();

        start.ByScope.ShouldBeEmpty();
        start.WhyEmpty.ShouldBe("no hour tells principal and model apart together");
    }

    [Theory]
    [InlineData(15)]
    [InlineData(59)]
    public async Task A_window_shorter_than_an_hour_starts_at_zero(int minutes)
    {
        var guard = new GuardOverPolicies(Daily);
        await guard.CallAsync(Call(1, 0, usd: 500));
        var rule = Cap(100) with { Every = new Every.Rolling(TimeSpan.FromMinutes(minutes)) };

        guard.Apply(Policy(rule));
        await guard.MinuteAsync(Start.AddMinutes(2));

        guard.IsDenied(Start.AddMinutes(2)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_rule_that_was_counted_before_is_counted_no_more_than_it_was()
    {
        var guard = await SpentAsync();

        (await guard.PlanAsync(Policy(Cap(50) with { Id = "daily" }), Now)).Starts.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_policy_of_all_finds_what_was_counted_before_there_was_one()
    {
        var guard = new GuardOverPolicies(Policy());
        await guard.CallAsync(Call(1, 0, usd: 60), Call(2, 86_400, usd: 60));

        guard.Apply(Policy(Cap(100, WindowUnit.Month)));
        await guard.MinuteAsync(Start.AddDays(2));

        guard.IsDenied(Start.AddDays(2)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_rule_that_comes_back_starts_from_what_its_counters_hold_and_nothing_is_added()
    {
        var guard = await SpentAsync();
        guard.Apply(Policy(Cap(1000, WindowUnit.Month)));
        await guard.MinuteAsync(Now);
        guard.Apply(Daily);
        await guard.MinuteAsync(Now.AddMinutes(1));

        var start = (await guard.PlanAsync(Policy(Cap(1000, WindowUnit.Month)), Now.AddMinutes(2))).Starts.ShouldHaveSingleItem();

        start.ByScope.ShouldBeEmpty();
        start.MeasuredOf(start.Totals.Keys.ShouldHaveSingleItem()).ShouldBe(204);
    }

    private static async Task<GuardOverPolicies> SpentAsync()
    {
        // Friday noon to Sunday noon.
        var guard = new GuardOverPolicies(Daily);
        await guard.MinuteAsync(Start);
        await guard.CallAsync(Call(1, 0, usd: 104), Call(2, 3600, usd: 50), Call(3, 30 * 3600, usd: 50));
        return guard;
    }

    private static async Task<decimal> TotalAsync(GuardOverPolicies guard)
    {
        var rules = new RuleBook(guard.Policy);
        var window = rules.WindowsOf(rules.Counting.First()).Holding(Now.ToUnixTimeSeconds());
        return (await guard.Ledger.ListAsync([window], rules.ShapeOf(rules.Counting.First(), GuardOverPolicies.Account), default))
            .Sum(counter => counter.Usage.Cost.Amount);
    }
}
