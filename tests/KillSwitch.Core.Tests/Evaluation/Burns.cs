using KillSwitch.Core.Evaluation;

namespace KillSwitch.Core.Tests.Evaluation;

/// <summary>Short ways to say how fast a counter grows.</summary>
internal static class Burns
{
    /// <summary>Evenly, for the last five minutes.</summary>
    public static BurnRate Even(decimal perSecond, decimal perCall, double callSeconds = 0)
    {
        var pace = new Pace(perSecond, TimeSpan.FromMinutes(BurnRate.Minutes));
        return new BurnRate(pace, pace, perCall, TimeSpan.FromSeconds(callSeconds)) { PerHour = perSecond * 3600 };
    }
}
