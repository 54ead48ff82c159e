using CsCheck;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Evaluation;

public class PredictiveBrakeTests
{
    private static readonly Limit Dollars = new Limit.Spend(new Usd(100));

    [Fact]
    public void Nothing_spent_is_nothing_in_flight() =>
        PredictiveBrake.InFlight(BurnRate.Of(Dollars, new Usage[BurnRate.Minutes], 119), TimeSpan.FromSeconds(30)).ShouldBe(0);

    [Fact]
    public void At_least_one_more_call_is_expected() =>
        PredictiveBrake.InFlight(new BurnRate(0.000001m, 2m), TimeSpan.FromSeconds(1)).ShouldBe(2m);

    [Fact]
    public void A_burst_in_the_last_minutes_counts_more_than_the_quiet_before()
    {
        var quietThenBurst = new[] { Spent(0), Spent(0), Spent(0), Spent(60), Spent(60) };

        BurnRate.Of(Dollars, quietThenBurst, second: 119).PerSecond.ShouldBe(1m);
    }

    [Fact]
    public void A_lull_after_a_burst_is_still_a_burst_for_a_while()
    {
        var burstThenQuiet = new[] { Spent(60), Spent(60), Spent(60), Spent(0), Spent(1) };

        BurnRate.Of(Dollars, burstThenQuiet, second: 119).PerSecond.ShouldBe(181m / 300);
    }

    [Fact]
    public void More_speed_or_more_time_never_means_less_in_flight() =>
        Gen.Select(Gen.Decimal[0, 10], Gen.Decimal[0, 10], Gen.Int[1, 600], Gen.Int[0, 600]).Sample((rate, call, seconds, more) =>
            PredictiveBrake.InFlight(new BurnRate(rate, call), TimeSpan.FromSeconds(seconds))
                <= PredictiveBrake.InFlight(new BurnRate(rate + 1, call), TimeSpan.FromSeconds(seconds + more)));

    [Fact]
    public void The_square_root_is_one() =>
        Gen.Decimal[0, 1_000_000_000_000m].Sample(value =>
        {
            var root = PredictiveBrake.SquareRoot(value);
            return Math.Abs((root * root) - value) <= value * 1e-8m;
        });

    private static Usage Spent(decimal usd) => new(usd == 0 ? 0 : 10, default, new Usd(usd));
}
