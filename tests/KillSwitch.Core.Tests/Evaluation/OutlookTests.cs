using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Evaluation;

public class OutlookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);

    // The day so far, half of it over.
    private static readonly Window Day = new(Noon.AddHours(-12).ToUnixTimeSeconds(), Noon.AddHours(12).ToUnixTimeSeconds());

    [Fact]
    public void The_limit_is_reached_after_what_is_left_at_the_pace_of_the_last_minutes()
    {
        // $20 left at $12 an hour.
        Of(80, 100, Burns.Even(12m / 3600, 1)).ShouldBe(new Outlook(12, IsMean: false, Noon.AddMinutes(100)));
    }

    [Fact]
    public void A_pace_that_does_not_reach_it_before_the_window_turns_says_so()
    {
        Of(80, 100, Burns.Even(1m / 3600, 1)).ShouldBe(new Outlook(1, IsMean: false, ReachedAt: null));
        // At the very end of the window is no longer in it.
        Of(88, 100, Burns.Even(1m / 3600, 1))!.ReachedAt.ShouldBeNull();
        Of(88.01m, 100, Burns.Even(1m / 3600, 1))!.ReachedAt.ShouldNotBeNull();
    }

    [Fact]
    public void Where_the_last_minutes_are_not_known_the_mean_of_the_window_counts()
    {
        // $60 in 12 hours, $40 left.
        Of(60, 100, burn: null).ShouldBe(new Outlook(5, IsMean: true, Noon.AddHours(8)));
    }

    [Fact]
    public void A_trailing_window_that_drops_as_much_as_comes_in_never_reaches_it()
    {
        var hour = new Window(Noon.AddHours(-1).ToUnixTimeSeconds(), Noon.ToUnixTimeSeconds());
        var rolling = new RollingWindow(TimeSpan.FromHours(1));

        Of(5, 10, Burns.Even(9m / 3600, 1), hour, rolling)!.ReachedAt.ShouldBeNull();
        Of(5, 10, Burns.Even(20m / 3600, 1), hour, rolling)!.ReachedAt.ShouldBe(Noon.AddMinutes(15));
    }

    [Fact]
    public void Records_that_come_late_reach_nothing_in_the_past()
    {
        Outlook.Of(Hit(new Limit.Spend(new Usd(100))), Day, 99, 100, Burns.Even(1, 1), Noon.ToUnixTimeSeconds(),
            Noon.AddMinutes(10))!.ReachedAt.ShouldBe(Noon.AddMinutes(10));
    }

    [Fact]
    public void A_ratio_and_a_counter_that_stands_still_have_none()
    {
        Outlook.Of(Hit(new Limit.CacheHitRatio(0.3m, 1)), Day, 0.5m, 0.3m, null, Noon.ToUnixTimeSeconds(), Noon).ShouldBeNull();
        Of(80, 100, Burns.Even(0, 0)).ShouldBeNull();
    }

    private static Outlook? Of(decimal measured, decimal limit, BurnRate? burn, Window? window = null, RollingWindow? rolling = null) =>
        Outlook.Of(Hit(new Limit.Spend(new Usd(limit)), rolling), window ?? Day, measured, limit, burn, Noon.ToUnixTimeSeconds(), Noon);

    private static RuleHit Hit(Limit limit, RollingWindow? rolling = null) =>
        new(new CountedRule
        {
            Id = "rule",
            Limit = limit,
            Every = rolling is null ? new Every.Calendar(WindowUnit.Day) : new Every.Rolling(rolling.Duration),
            Stop = StopScope.Principal,
        }, "scope", "role/agent", new StopTarget.WholeAccount("1"), isExempt: false,
            rolling ?? RuleWindow.Of(new Every.Calendar(WindowUnit.Day), WindowCalendar.Of("UTC")));
}
