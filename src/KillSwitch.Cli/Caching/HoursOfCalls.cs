using KillSwitch.Core.Caching;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Cli.Caching;

/// <summary>A session's calls by the hour, UTC: hours with calls alone.</summary>
internal static class HoursOfCalls
{
    public static IReadOnlyList<(DateTimeOffset At, long Calls, TokenUsage Tokens)> Of(SessionCaching session)
    {
        var hours = new List<(DateTimeOffset At, long Calls, TokenUsage Tokens)>();
        foreach (var call in session.Calls)
        {
            var hour = call.At.AddSeconds(-(call.At.ToUnixTimeSeconds() % 3600));
            if (hours.Count > 0 && hours[^1].At == hour)
                hours[^1] = (hour, hours[^1].Calls + call.Calls, hours[^1].Tokens + call.Tokens);
            else
                hours.Add((hour, call.Calls, call.Tokens));
        }

        return hours;
    }
}
