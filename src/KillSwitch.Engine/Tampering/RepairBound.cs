using System.Globalization;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tampering;

/// <summary>How often one thing is put back within an hour: two who fight over it must not go on for ever.</summary>
public sealed class RepairBound(IGuardMemory memory)
{
    public const int MostAnHour = 5;

    /// <summary>Whether it was put back so often within this hour that it is not to be put back again.</summary>
    public async ValueTask<bool> IsContestedAsync(string thing, DateTimeOffset now, CancellationToken cancellation) =>
        await DoneAsync(thing, now, cancellation) >= MostAnHour;

    /// <summary>Counts a repair that was done.</summary>
    public async ValueTask CountAsync(string thing, DateTimeOffset now, CancellationToken cancellation)
    {
        var count = await DoneAsync(thing, now, cancellation) + 1;
        await memory.KeepAsync(Name(thing), string.Create(CultureInfo.InvariantCulture, $"{Hour(now)} {count}"), cancellation);
    }

    private async ValueTask<int> DoneAsync(string thing, DateTimeOffset now, CancellationToken cancellation) =>
        (await memory.RecallAsync(Name(thing), cancellation))?.Split(' ') is [var when, var text]
        && when == Hour(now).ToString(CultureInfo.InvariantCulture) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static string Name(string thing) => "repairs/" + thing;

    private static long Hour(DateTimeOffset now) => now.ToUnixTimeSeconds() / 3600;
}
