using KillSwitch.Core.Settings;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Health;

/// <summary>Records that reached the meter and are not Bedrock's word: the meter notes them, the watch tells people.</summary>
public sealed class ForeignRecords(IGuardMemory memory)
{
    private readonly RecordNotes _notes = new(memory, "foreign");
    private int _count;

    /// <summary>How many this process met since this was last asked.</summary>
    public int TakeCount() => Interlocked.Exchange(ref _count, 0);

    /// <param name="region">Where they were delivered.</param>
    /// <param name="count">How many.</param>
    /// <param name="what">What they said of themselves; no full stop.</param>
    public ValueTask NoteAsync(string region, int count, string what, DateTimeOffset now, CancellationToken cancellation)
    {
        _count += count;
        return _notes.NoteAsync(region, what, now, cancellation);
    }

    /// <summary>What the watch finds of it.</summary>
    public ValueTask LookAsync(Findings findings, IEnumerable<string> regions, DateTimeOffset now, CancellationToken cancellation) =>
        _notes.LookAsync(
        findings,
        GuardCondition.ForeignRecords,
        regions,
        (region, what) => new Condition(
            GuardCondition.ForeignRecords,
            $"records that Bedrock did not write reached the meter in {region}",
            $"Somebody delivers records to the meter that are not from the guard's own subscription of Bedrock's log: {what}. They are "
                + "counted nowhere.",
            "find who may invoke the meter, subscribe a log group to it or write into its log group, and take that from them; killswitch "
                + "doctor names foreign subscriptions"),
        now,
        cancellation);
}
