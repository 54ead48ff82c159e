namespace KillSwitch.Overshoot.Workloads;

/// <summary>Merges sequences of calls by their start.</summary>
internal static class InOrder
{
    public static IEnumerable<Call> Merge(IEnumerable<IEnumerable<Call>> sequences, long endMilliseconds)
    {
        var next = new PriorityQueue<IEnumerator<Call>, (long, int)>();
        foreach (var (i, sequence) in sequences.Index())
            Enqueue(sequence.GetEnumerator(), i);
        while (next.TryDequeue(out var calls, out var rank))
        {
            yield return calls.Current;
            Enqueue(calls, rank.Item2);
        }

        void Enqueue(IEnumerator<Call> calls, int rank)
        {
            if (calls.MoveNext() && calls.Current.Start < endMilliseconds)
                next.Enqueue(calls, (calls.Current.Start, rank));
            else
                calls.Dispose();
        }
    }
}
