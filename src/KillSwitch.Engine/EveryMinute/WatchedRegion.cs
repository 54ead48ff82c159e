using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>One region that Bedrock may be called in.</summary>
/// <param name="Metrics">Its metrics.</param>
/// <param name="Archive">Its log group; null where only the metrics are watched.</param>
public sealed record WatchedRegion(IMetricSource Metrics, IInvocationArchive? Archive)
{
    public string Name => Metrics.Region;
}
