using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>One region that Bedrock may be called in.</summary>
/// <param name="Metrics">Its metrics.</param>
/// <param name="Archive">Its log group; null where only the metrics are watched.</param>
public sealed record WatchedRegion(IMetricSource Metrics, IInvocationArchive? Archive)
{
    public string Name => Metrics.Region;

    /// <summary>Whether the sensor there is set up; null for home, which always is.</summary>
    public Func<CancellationToken, ValueTask<bool>>? IsSetUp { get; init; }

    /// <summary>Whether invocation logging is off though records are to be taken in.</summary>
    public async ValueTask<bool> LacksLoggingAsync(CancellationToken cancellation) =>
        Archive is not null && !await Archive.IsLoggingAsync(cancellation) && (IsSetUp is null || await IsSetUp(cancellation));
}
