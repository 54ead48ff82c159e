using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Cycle;

/// <summary>A call that Bedrock served though a deny should have refused it.</summary>
/// <param name="Stop">The stop that should have.</param>
/// <param name="NewestUse">When the newest such call was made.</param>
/// <param name="By">Who made it, as the log tells principals apart.</param>
public sealed record Leak(Stop Stop, DateTimeOffset NewestUse, string By);
