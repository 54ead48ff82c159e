using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.UsageReports;

/// <summary>What was counted in an hour, by scope.</summary>
internal sealed record UsageHour(Window Hour, IReadOnlyList<(string Scope, Usage Usage)> Counters)
{
    public Usage Total => Counters.Aggregate(default(Usage), (sum, counter) => sum + counter.Usage);
}

/// <summary>The guard's count by the hour, which it keeps whatever its rules say.</summary>
internal static class UsageHours
{
    /// <summary>In the order of the hours; one that nothing was counted in is there, and empty.</summary>
    public static async Task<IReadOnlyList<UsageHour>> ReadAsync(
        IUsageBook book, IEnumerable<Window> hours, string shape, CancellationToken cancellation)
    {
        List<Window> asked = [.. hours];
        var counted = (await book.ListAsync(asked, shape, cancellation)).ToLookup(one => one.Counter.Bucket);
        return [.. asked.Select(hour => new UsageHour(hour, [.. counted[hour].Select(one => (one.Counter.Scope, one.Usage))]))];
    }
}
