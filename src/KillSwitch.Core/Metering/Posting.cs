using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Metering;

/// <summary>One record on its way into the ledger: what it adds, and to which counters (each once).</summary>
public sealed record Posting(RecordId Record, DateTimeOffset Timestamp, Usage Usage, IReadOnlyList<CounterKey> Counters)
{
    /// <summary>When it was taken in without a token count, and added to the counter of such calls; null where it names one.</summary>
    public DateTimeOffset? UncountedAt { get; init; }
}
