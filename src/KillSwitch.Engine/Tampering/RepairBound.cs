using System.Globalization;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tampering;

/// <summary>How often one thing is put back within an hour: two who fight over it must not go on for ever.</summary>
public sealed class RepairBound(IGuardMemory memory)
{
    public const int MostAnHour = 5;

    /// <summary>Counts a repair. Returns how many there were in this hour before it; <see cref="MostAnHour"/> and more is too many.</summary>
    public async ValueTask<int> CountAsync(string thing, DateTimeOffset now, CancellationToken cancellation)
    {
        var hour = (now.ToUnixTimeSeconds() / 3600).ToString(CultureInfo.InvariantCulture);
        var name = "repairs/" + thing;
        var before = (await memory.RecallAsync(name, cancellation))?.Split(' ') is [var when, var text] && when == hour && int.TryParse(text, out var count) ? count : 0;
        await memory.KeepAsync(name, string.Create(CultureInfo.InvariantCulture, $"{hour} {before + 1}"), cancellation);
        return before;
    }
}
