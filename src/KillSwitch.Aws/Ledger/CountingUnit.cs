using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Ledger;

/// <summary>A record, or a part of one that adds to more counters than one transaction may hold; counted whole or not at all.</summary>
/// <param name="Posting">The record.</param>
/// <param name="Position">Its place in the batch.</param>
/// <param name="Part">0 for the first part, which says whether the record is new.</param>
/// <param name="Counters">The counters of this part.</param>
internal sealed record CountingUnit(Posting Posting, int Position, int Part, IReadOnlyList<CounterKey> Counters)
{
    // A correction writes those of two records, and one item more.
    private const int MaxCounters = 49;

    public static IEnumerable<CountingUnit> Of(Posting posting, int position)
    {
        if (posting.Counters.Count <= MaxCounters)
            return [new CountingUnit(posting, position, 0, posting.Counters)];
        return posting.Counters.Chunk(MaxCounters).Select((counters, part) => new CountingUnit(posting, position, part, counters));
    }
}
