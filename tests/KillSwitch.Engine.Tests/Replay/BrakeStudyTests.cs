using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Replay;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Replay;

/// <summary>The predictive brake over many random workloads: how often it lands past the limit, and what it leaves unspent.</summary>
public class BrakeStudyTests
{
    private const int Seeds = 40;
    private const decimal Limit = 500;

    // Calls per hour (one in nine seconds is an agent at work), and how long a burst and the pause after it last, in minutes.
    [Theory]
    [InlineData(100, 0, 0)]
    [InlineData(400, 0, 0)]
    [InlineData(1200, 0, 0)]
    [InlineData(400, 20, 5)]
    [InlineData(800, 10, 20)]
    public async Task It_lands_under_the_limit_and_leaves_little(int callsAnHour, int burstMinutes, int pauseMinutes)
    {
        var over = 0;
        var unspent = 0m;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var stop = (await Engine.Replay.Replay.RunAsync(
                Policy(Cap(Limit, WindowUnit.Month, Brake.Predictive)), Prices, Agent(seed, callsAnHour, burstMinutes, pauseMinutes),
                ReplayOptions.Default, null, default))
                .Stops.ShouldHaveSingleItem();
            over += stop.Overshoot > 0 ? 1 : 0;
            unspent += Math.Max(0, Limit - stop.AtEffect) / Seeds;
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{callsAnHour} calls/h, bursts {burstMinutes}/{pauseMinutes} min: {over} of {Seeds} over, {unspent / Limit:P2} unspent");
        over.ShouldBeLessThanOrEqualTo(Seeds * 5 / 100);
        unspent.ShouldBeLessThanOrEqualTo(Limit * 0.03m);
    }

    private static IEnumerable<Invocation> Agent(int seed, int callsAnHour, int burstMinutes, int pauseMinutes)
    {
        var random = new Random(seed);
        var seconds = 0.0;
        for (var n = 0; n < 4000; n++)
        {
            seconds += -Math.Log(1 - random.NextDouble()) * 3600 / callsAnHour;
            // The pause is cut out of time: after each burst the clock jumps.
            var at = burstMinutes == 0 ? seconds : seconds + (Math.Floor(seconds / (burstMinutes * 60)) * pauseMinutes * 60);
            yield return Call(n, Math.Floor(at), usd: (decimal)Math.Round(0.1 + (0.9 * random.NextDouble()), 2));
        }
    }
}
