namespace KillSwitch.Core.Metering;

/// <summary>What was counted of a request.</summary>
/// <param name="Timestamp">Of the record that counts, to the second.</param>
/// <param name="Usage">What it adds to each of its counters.</param>
public sealed record CountedRecord(DateTimeOffset Timestamp, Usage Usage)
{
    /// <summary>When it was taken in without a token count, to the second; null where it named one.</summary>
    public DateTimeOffset? UncountedAt { get; init; }
}
