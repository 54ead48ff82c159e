using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Replay;

/// <summary>
/// The records of a replay in an order that does not depend on the files they came from, one a request: the one that the deployed guard
/// counts.
/// </summary>
internal static class RecordSet
{
    /// <param name="records">As they were read.</param>
    /// <param name="duplicates">How many were left out for another of the same request.</param>
    public static IReadOnlyList<Invocation> Order(IEnumerable<Invocation> records, out long duplicates)
    {
        Invocation[] sorted = [.. records];
        Array.Sort(sorted, Compare);
        var counts = new bool[sorted.Length];
        var heaviest = new Dictionary<RecordId, int>(sorted.Length);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (!heaviest.TryAdd(sorted[i].Id, i))
            {
                var known = heaviest[sorted[i].Id];
                if (!Twins.Outweighs(sorted[i], sorted[known]))
                    continue;
                counts[known] = false;
                heaviest[sorted[i].Id] = i;
            }

            counts[i] = true;
        }

        duplicates = sorted.Length - heaviest.Count;
        return [.. sorted.Where((_, i) => counts[i])];
    }

    // Records of one second and request may differ; the order must still not depend on the files.
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
