namespace KillSwitch.Engine.Backfill;

/// <summary>Others that fill spans of a log group at the same time, each in a process of its own.</summary>
public interface ISpanWorkers
{
    /// <summary>How many orders may be out at once.</summary>
    int AtOnce { get; }

    /// <summary>Waits for the answer; throws where there is none.</summary>
    ValueTask<SpanAnswer> FillAsync(SpanOrder order, CancellationToken cancellation);
}
