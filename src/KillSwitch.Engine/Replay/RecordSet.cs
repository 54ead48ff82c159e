using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay;

/// <summary>The records of a replay in an order that does not depend on the files they came from, each once.</summary>
internal static class RecordSet
{
    /// <param name="records">As they were read.</param>
    /// <param name="duplicates">How many were met again.</param>
    public static IReadOnlyList<Invocation> Order(IEnumerable<Invocation> records, out long duplicates)
    {
        Invocation[] sorted = [.. records];
        Array.Sort(sorted, Compare);
        var seen = new HashSet<RecordId>(sorted.Length);
        var unique = new List<Invocation>(sorted.Length);
        foreach (var record in sorted)
        {
            if (seen.Add(record.Id))
                unique.Add(record);
        }

        duplicates = sorted.Length - unique.Count;
        return unique;
    }

    // Two records of one id should be equal; where they are not, the order must still not depend on the files.
    private static int Compare(Invocation left, Invocation right)
    {
        var order = left.Timestamp.CompareTo(right.Timestamp);
        if (order == 0)
            order = left.Id.CompareTo(right.Id);
        if (order == 0)
            order = string.CompareOrdinal(left.ErrorCode, right.ErrorCode);
        if (order == 0)
            order = right.Tokens.TotalTokens.CompareTo(left.Tokens.TotalTokens);
        if (order == 0)
            order = right.Tokens.OutputTokens.CompareTo(left.Tokens.OutputTokens);
        if (order == 0)
            order = right.Tokens.InputTokens.CompareTo(left.Tokens.InputTokens);
        if (order == 0)
            order = string.CompareOrdinal(left.Model.Raw, right.Model.Raw);
        return order == 0 ? string.CompareOrdinal(left.Caller.Principal.Arn, right.Caller.Principal.Arn) : order;
    }
}
