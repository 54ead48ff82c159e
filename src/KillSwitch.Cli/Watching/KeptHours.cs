using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Watching;

/// <summary>
/// Hours of one shape that are asked for again and again: those that lie behind are read once in a while, as records may come late.
/// </summary>
internal sealed class KeptHours(IUsageBook book, string shape)
{
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Window, (UsageHour Hour, DateTimeOffset ReadAt)> _kept = [];

    public async Task<IReadOnlyList<UsageHour>> ReadAsync(IReadOnlyList<Window> hours, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var hour in await UsageHours.ReadAsync(book, hours.Where(hour => IsDue(hour, now)), shape, cancellation))
            _kept[hour.Hour] = (hour, now);
        return [.. hours.Select(hour => _kept[hour].Hour)];
    }

    private bool IsDue(Window hour, DateTimeOffset now) =>
        !_kept.TryGetValue(hour, out var kept) || now - hour.Until < Settled || now - kept.ReadAt >= Lasting;
}
