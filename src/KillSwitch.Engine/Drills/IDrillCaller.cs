namespace KillSwitch.Engine.Drills;

/// <summary>One session.</summary>
public interface IDrillCaller : IDisposable
{
    /// <summary>Makes a call once, and never again by itself.</summary>
    ValueTask<DrillAnswer> CallAsync(DrillCall call, CancellationToken cancellation);
}
