using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Evaluation;

/// <summary>When a counter reaches its limit if it goes on growing as it does.</summary>
/// <param name="PerHour">How fast it grows, in the limit's unit.</param>
/// <param name="IsMean">The mean of the window so far, as the last minutes are not known; else the pace of the last minutes.</param>
/// <param name="ReachedAt">About when the limit is reached; null for not at this rate within the window.</param>
public sealed record Outlook(decimal PerHour, bool IsMean, DateTimeOffset? ReachedAt)
{
    private const decimal SecondsPerHour = 3600;
    private const int Decimals = 6;
    private const decimal Longest = 1e10m;

    /// <summary>
    /// Null where a projection would say nothing: a ratio does not add up, and a counter that does not grow reaches nothing.
    /// </summary>
    /// <param name="hit">The rule and its counter.</param>
    /// <param name="window">What was counted.</param>
    /// <param name="measured">The counter, in the limit's unit.</param>
    /// <param name="limit">The limit, allowances included.</param>
    /// <param name="burn">The pace of the last minutes; null where it is not known.</param>
    /// <param name="second">The newest record, in seconds since 1970.</param>
    /// <param name="now">When it is asked: the limit is not reached before.</param>
    public static Outlook? Of(RuleHit hit, Window window, decimal measured, decimal limit, BurnRate? burn, long second, DateTimeOffset now)
    {
        if (!hit.Rule.Limit.IsSum)
            return null;
        var perSecond = burn?.PerHour / SecondsPerHour ?? measured / Math.Max(1, Math.Min(second, window.End) - window.Start);
        if (perSecond <= 0)
            return null;
        return new Outlook(Math.Round(burn?.PerHour ?? perSecond * SecondsPerHour, Decimals), burn is null, Reached());

        DateTimeOffset? Reached()
        {
            // A trailing window drops as much as comes in once it is full of this pace.
            if (hit.Windows.IsRolling && perSecond * window.Seconds < limit)
                return null;
            var seconds = (long)Math.Round(Math.Min(Longest, Math.Max(0, limit - measured) / perSecond));
            var end = hit.Windows.IsRolling ? second + window.Seconds : window.End;
            if (seconds >= end - second)
                return null;
            var at = DateTimeOffset.FromUnixTimeSeconds(second).AddSeconds(seconds);
            return at > now ? at : now;
        }
    }
}
