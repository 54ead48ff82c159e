using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.RunningWork;

/// <summary>What one sweep did.</summary>
public sealed record SweepReport
{
    /// <summary>Jobs that people were told of now, with the stop that met them.</summary>
    public IList<(Stop Stop, JobNote Job)> News { get; } = [];

    /// <summary>What could not be seen or done, a sentence each.</summary>
    public IList<string> Problems { get; } = [];
}
