using System.Globalization;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>
/// Since when hours are cut as they are: a time zone with half an hour or a quarter cuts them anew, and what was counted by the hours
/// before is not found by those after.
/// </summary>
public static class HourGrid
{
    private const string Name = "hours";

    /// <summary>Finds that the hours are cut otherwise than before, and remembers since when.</summary>
    public static async ValueTask<DateTimeOffset> KeepAsync(
        IGuardMemory memory, WindowCalendar calendar, DateTimeOffset now, CancellationToken cancellation)
    {
        var hour = calendar.Containing(WindowUnit.Hour, now.ToUnixTimeSeconds());
        var kept = await RecallAsync(memory, cancellation);
        if (kept is { } known && known.Cut == Cut(hour))
            return known.Since;
        // A guard that is new has counted by no other.
        var since = kept is null ? DateTimeOffset.UnixEpoch : hour.Until;
        await memory.KeepAsync(Name, string.Create(CultureInfo.InvariantCulture, $"{Cut(hour)} {since.ToUnixTimeSeconds()}"), cancellation);
        return since;
    }

    /// <summary>What the watch remembered.</summary>
    public static async ValueTask<DateTimeOffset> SinceAsync(IGuardMemory memory, CancellationToken cancellation) =>
        await RecallAsync(memory, cancellation) is { } known ? known.Since : DateTimeOffset.UnixEpoch;

    private static long Cut(Window hour) => hour.Start % 3600;

    private static async ValueTask<(long Cut, DateTimeOffset Since)?> RecallAsync(IGuardMemory memory, CancellationToken cancellation) =>
        (await memory.RecallAsync(Name, cancellation))?.Split(' ') is [var cut, var since]
        && long.TryParse(cut, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            && second <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? (seconds, DateTimeOffset.FromUnixTimeSeconds(second))
            : null;
}
