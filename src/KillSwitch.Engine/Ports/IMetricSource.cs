namespace KillSwitch.Engine.Ports;

/// <summary>Bedrock's own metrics in one region.</summary>
public interface IMetricSource
{
    string Region { get; }

    /// <summary>
    /// What is shown of every model that was called in the span. Metrics come late: the last minutes may be missing still.
    /// </summary>
    ValueTask<MetricReading> ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation);
}
