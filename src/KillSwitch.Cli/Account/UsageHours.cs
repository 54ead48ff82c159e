using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Account;

/// <summary>What was counted in an hour, by scope.</summary>
internal sealed record UsageHour(Window Hour, IReadOnlyList<(string Scope, Usage Usage)> Counters)
{
    public Usage Total => Counters.Aggregate(default(Usage), (sum, counter) => sum + counter.Usage);
}

/// <summary>The guard's count by the hour, which it keeps whatever its rules say.</summary>
internal static class UsageHours
{
    // Hours of a month at once would be seven hundred requests in flight.
    private const int AtOnce = 16;

    /// <summary>How long an hour is on record.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(35);

    /// <summary>One query an hour, in the order of the hours.</summary>
    public static async Task<IReadOnlyList<UsageHour>> ReadAsync(IUsageBook book, IEnumerable<Window> hours, string shape, CancellationToken cancellation)
    {
        var read = new List<UsageHour>();
        foreach (var some in hours.Chunk(AtOnce))
            read.AddRange(await Task.WhenAll(some.Select(async hour => new UsageHour(hour, await book.ListAsync(hour, shape, cancellation)))));
        return read;
    }
}
