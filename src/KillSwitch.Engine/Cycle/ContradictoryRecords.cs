using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Records of one request that say different things: one of them is not Bedrock's. The meter notes them, the watch tells people.
/// </summary>
public sealed class ContradictoryRecords(IGuardMemory memory)
{
    private readonly RecordNotes _notes = new(memory, "contradictory");

    public async ValueTask NoteAsync(IReadOnlyList<Contradiction> found, DateTimeOffset now, CancellationToken cancellation)
    {
        if (found.Count == 0)
            return;
        var one = found[0];
        await _notes.NoteAsync(
            one.Record.Region,
            string.Create(CultureInfo.InvariantCulture,
                $"of {(found.Count == 1 ? "a request" : $"{found.Count} requests")}, such as {one.Record.RequestId}, one record says "
                + $"{Text(one.Less)} and another {Text(one.More)}"),
            now,
            cancellation);
    }

    /// <summary>What the watch finds of it.</summary>
    public ValueTask LookAsync(Findings findings, IEnumerable<string> regions, DateTimeOffset now, CancellationToken cancellation) =>
        _notes.LookAsync(
        findings,
        GuardCondition.RecordsContradict,
        regions,
        (region, what) => new Condition(
            GuardCondition.RecordsContradict,
            $"records of the same requests contradict each other in {region}",
            $"Bedrock writes one record of a request, and of a stream at most a first one without tokens: {what}. The larger counts. "
                + "Somebody may be writing records to hide what they spend, or to make others look as if they spent.",
            "find who may write into the log group (logs:PutLogEvents) or invoke the meter, and take that from them"),
        now,
        cancellation);

    private static string Text(Usage usage) =>
        string.Create(CultureInfo.InvariantCulture, $"{usage.Tokens.TotalTokens:N0} tokens, {usage.Cost}");
}
