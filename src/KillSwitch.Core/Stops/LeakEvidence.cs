namespace KillSwitch.Core.Stops;

/// <summary>
/// What speaks for it that a deny does not hold. INVARIANT (one call proves nothing): one record may be forged, or of a call that ran for
/// longer than was thought; two calls of one principal, by different ids, are a leak.
/// </summary>
public sealed record LeakEvidence
{
    // Of a deny on many, so many principals are remembered.
    private const int MostCallers = 8;

    /// <summary>Of each principal the first call and the newest, in the order in which they were seen.</summary>
    public IReadOnlyList<ServedCall> Calls { get; init; } = [];

    /// <summary>The evidence with further calls; null for none.</summary>
    /// <param name="known">What is known already.</param>
    /// <param name="further">In any order.</param>
    /// <param name="from">From when on the deny should have worked: what began before that falls.</param>
    public static LeakEvidence? Of(LeakEvidence? known, IEnumerable<ServedCall> further, DateTimeOffset from)
    {
        var calls = (known?.Calls ?? []).Where(call => call.Began > from).ToList();
        foreach (var call in further.Where(call => call.Began > from).OrderBy(call => call.At))
        {
            var same = calls.FindAll(other => other.By == call.By);
            if (same.Exists(other => other.RequestId == call.RequestId))
                continue;
            if (same.Count > 1 && same[^1].At < call.At)
                calls.Remove(same[^1]);
            if (same.Count < 2 || same[^1].At < call.At)
                calls.Add(call);
        }

        var callers = calls.Select(call => call.By).Distinct().TakeLast(MostCallers).ToList();
        calls.RemoveAll(call => !callers.Contains(call.By));
        return calls.Count == 0 ? null : new LeakEvidence { Calls = calls };
    }

    /// <summary>The calls of one principal that prove a leak together; nothing while they do not.</summary>
    public IReadOnlyList<ServedCall> ProofBy(string principal) =>
        Calls.Where(call => call.By == principal).ToList() is { Count: > 1 } proof ? proof : [];

    /// <summary>The newest call of a proof; null while nothing is proved.</summary>
    public ServedCall? Newest => Calls.Where(call => ProofBy(call.By).Count > 0).MaxBy(call => call.At);

    public bool Equals(LeakEvidence? other) => other is not null && Calls.SequenceEqual(other.Calls);

    public override int GetHashCode() => Calls.Count;
}
