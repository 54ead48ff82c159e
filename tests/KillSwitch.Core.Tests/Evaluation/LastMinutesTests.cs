using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Evaluation;

public class LastMinutesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 30, 59, TimeSpan.Zero);

    [Fact]
    public void What_five_minutes_cost_is_told_by_the_hour()
    {
        var rate = LastMinutes.Of(Minutes(2, 2, 2, 2, 2), Now);

        (rate.UsdPerHour, rate.Over).ShouldBe((120, TimeSpan.FromMinutes(5)));
        rate.PerHourOf(new Limit.CallCount(10)).ShouldBe(60);
        LastMinutes.Of(Minutes(0, 0, 0, 0, 0), Now).UsdPerHour.ShouldBe(0);
    }

    [Fact]
    public void A_minute_that_has_only_begun_counts_as_long_as_it_is() =>
        LastMinutes.Of(Minutes(1, 1, 1, 1, 0.25m), Now.AddSeconds(-45)).UsdPerHour.ShouldBe(60);

    [Fact]
    public void The_minutes_end_where_the_records_have_been_counted_and_not_where_the_clock_is()
    {
        LastMinutes.Counted([(Now.AddSeconds(-5), TimeSpan.FromSeconds(80)), (Now.AddSeconds(-9), TimeSpan.FromSeconds(3))], Now)
            .ShouldBe(Now.AddSeconds(-80));
        LastMinutes.Counters("account=1", Window.MinuteOf, Now.AddSeconds(-80)).Last().Bucket.Until.ShouldBe(Now.AddSeconds(-59));
        LastMinutes.Counters("account=1", Window.MinuteOf, Now).Count().ShouldBe(LastMinutes.Count);
    }

    [Fact]
    public void Silence_is_told_up_to_now_whatever_the_lag_of_long_ago()
    {
        LastMinutes.Counted([(Now.AddHours(-3), TimeSpan.FromMinutes(20))], Now).ShouldBe(Now);
        LastMinutes.Counted([], Now).ShouldBe(Now);
        LastMinutes.Of(Minutes(0, 0, 0, 0, 0), Now).IsKnown(Now).ShouldBeTrue();
    }

    [Fact]
    public void Where_records_come_too_late_for_any_minute_their_silence_is_no_rate()
    {
        LastMinutes.Of(Minutes(0, 0, 0, 0, 0), Now.AddMinutes(-10)).IsKnown(Now).ShouldBeFalse();
        LastMinutes.Of(Minutes(0, 1, 0, 0, 0), Now.AddMinutes(-10)).IsKnown(Now).ShouldBeTrue();
    }

    [Fact]
    public void A_message_tells_the_same_rate_and_not_the_brakes_caution()
    {
        // The brake looks at the last two minutes here, and leaves a call out.
        var minutes = Minutes(0, 0, 0, 3, 3);

        BurnRate.Of(new Limit.Spend(new Usd(100)), minutes, Now.ToUnixTimeSeconds()).PerHour.ShouldBe(72);
        LastMinutes.Of(minutes, Now).UsdPerHour.ShouldBe(72);
        BurnRate.Of(new Limit.Spend(new Usd(100)), minutes, Now.ToUnixTimeSeconds()).PerSecond.ShouldNotBe(72 / 3600m);
    }

    private static Usage[] Minutes(params decimal[] dollars) =>
        [.. dollars.Select(usd => new Usage(usd == 0 ? 0 : 1, new TokenUsage(InputTokens: 10), new Usd(usd)))];
}
