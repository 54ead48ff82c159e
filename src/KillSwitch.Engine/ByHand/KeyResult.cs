using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.ByHand;

/// <summary>What became of API keys.</summary>
/// <param name="Stop">As it stands now.</param>
public abstract record KeyResult(Stop Stop)
{
    /// <summary>They are as they should be.</summary>
    public sealed record Done(Stop Stop) : KeyResult(Stop);

    /// <summary>The user has none that works.</summary>
    public sealed record Nothing(Stop Stop) : KeyResult(Stop);

    /// <summary>None was touched; one sentence says why.</summary>
    public sealed record Refused(Stop Stop, string Reason) : KeyResult(Stop);

    /// <summary>AWS accepted the change, and these are not as they should be.</summary>
    public sealed record Wrong(Stop Stop, IReadOnlyList<string> Keys) : KeyResult(Stop);
}
