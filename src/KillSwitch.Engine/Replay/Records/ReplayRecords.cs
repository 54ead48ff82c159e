using System.Collections;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay.Records;

/// <summary>The records of a replay in order, one a request: the one that the deployed guard counts. May be read several times.</summary>
public sealed class ReplayRecords : IDisposable
{
    private readonly SortedRun[] _runs;
    // Of all records in order, those that do not count; null for none.
    private readonly BitArray? _left;

    /// <param name="runs">Disposed with it.</param>
    /// <param name="counts">Of all that is in them.</param>
    /// <param name="last">When the last of them was written.</param>
    internal ReplayRecords(SortedRun[] runs, RequestCounts counts, DateTimeOffset last)
    {
        _runs = runs;
        Last = last;
        if (counts.HasTwins)
            _left = LeftOut(counts);
        Count = counts.Records - Duplicates;
        if (Count > 0)
            First = Kept().First().Timestamp;
    }

    /// <summary>How many there are.</summary>
    public long Count { get; }

    /// <summary>How many were left out for another of the same request.</summary>
    public long Duplicates { get; private set; }

    /// <summary>When the first was written; where there is none, nothing.</summary>
    public DateTimeOffset First { get; }

    /// <summary>When the last was written; where there is none, nothing.</summary>
    public DateTimeOffset Last { get; private set; }

    /// <summary>All of them in memory.</summary>
    public static ReplayRecords Of(IEnumerable<Invocation> records)
    {
        using var sorter = new RecordSorter(int.MaxValue);
        foreach (var record in records)
            sorter.Add(record);
        return sorter.Finish();
    }

    public IEnumerable<Invocation> Read() => ReadAhead.Of(Kept());

    public void Dispose() => Array.ForEach(_runs, run => run.Dispose());

    private IEnumerable<Invocation> Kept()
    {
        var at = 0;
        foreach (var record in Merged())
        {
            if (_left?[at++] != true)
                yield return record;
        }
    }

    // Each request that has several records is remembered from its first to its last.
    private BitArray LeftOut(RequestCounts counts)
    {
        var left = new BitArray(checked((int)counts.Records));
        var open = new Dictionary<RecordId, (int At, Invocation Heaviest, int ToCome)>();
        var at = 0;
        foreach (var record in Merged())
        {
            if (counts.Of(RequestCounts.KeyOf(record.Id)) is var many and > 1)
            {
                if (!open.TryGetValue(record.Id, out var known))
                    known = (at, record, many);
                else if (Twins.Outweighs(record, known.Heaviest))
                    (left[known.At], known.At, known.Heaviest, Duplicates) = (true, at, record, Duplicates + 1);
                else
                    (left[at], Duplicates) = (true, Duplicates + 1);
                if (!left[at])
                    Last = record.Timestamp;
                if (--known.ToCome == 0)
                    open.Remove(record.Id);
                else
                    open[record.Id] = known;
            }
            else
            {
                Last = record.Timestamp;
            }

            at++;
        }

        return left;
    }

    // Second by second: what the runs have of it is put in order when it is its turn.
    private IEnumerable<Invocation> Merged()
    {
        var heads = new PriorityQueue<IEnumerator<Invocation>, long>(_runs.Length);
        var all = _runs.Select(run => run.Read().GetEnumerator()).ToList();
        var same = new List<Invocation>();
        try
        {
            foreach (var run in all.Where(run => run.MoveNext()))
                heads.Enqueue(run, SecondOf(run));
            while (heads.TryPeek(out var next, out var second))
            {
                var isMore = true;
                do
                    same.Add(next.Current);
                while ((isMore = next.MoveNext()) && SecondOf(next) == second);
                if (isMore)
                    heads.DequeueEnqueue(next, SecondOf(next));
                else
                    heads.Dequeue();
                if (heads.TryPeek(out _, out var following) && following == second)
                    continue;
                if (same.Count > 1)
                    same.Sort(RecordOrder.Instance);
                foreach (var record in same)
                    yield return record;
                same.Clear();
            }
        }
        finally
        {
            all.ForEach(run => run.Dispose());
        }

        static long SecondOf(IEnumerator<Invocation> run) => run.Current.Timestamp.ToUnixTimeSeconds();
    }
}
