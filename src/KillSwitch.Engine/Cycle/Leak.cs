using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Cycle;

/// <summary>Calls of one principal that Bedrock served though a deny should have refused them.</summary>
/// <param name="Stop">The stop that should have.</param>
/// <param name="By">Who made them, as the log tells principals apart.</param>
/// <param name="Calls">By different ids, the oldest first.</param>
public sealed record Leak(Stop Stop, string By, IReadOnlyList<ServedCall> Calls)
{
    public DateTimeOffset NewestUse => Calls[^1].At;
}
