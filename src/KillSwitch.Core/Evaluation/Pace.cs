namespace KillSwitch.Core.Evaluation;

/// <summary>How fast a counter grew over some time.</summary>
/// <param name="PerSecond">In the limit's unit.</param>
/// <param name="Measured">Over how much time that was seen: it says nothing of a longer one.</param>
public readonly record struct Pace(decimal PerSecond, TimeSpan Measured)
{
    /// <summary>What comes in some time at this pace.</summary>
    public decimal Within(TimeSpan time) => PerSecond * time.Ticks / TimeSpan.TicksPerSecond;
}
