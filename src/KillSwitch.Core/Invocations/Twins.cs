namespace KillSwitch.Core.Invocations;

/// <summary>
/// A stream may write two records of one request, seconds or minutes apart, the first with less than the call came to. INVARIANT (a call
/// counts once, by its larger figures): of equal ones the earlier counts, so that the order in which they come changes nothing.
/// </summary>
public static class Twins
{
    /// <summary>Whether a record counts in the place of one of the same request.</summary>
    public static bool Outweighs(Invocation record, Invocation other) => record.IsRefused == other.IsRefused
        ? Outweighs(record.Tokens, record.Timestamp, other.Tokens, other.Timestamp)
        : other.IsRefused;

    /// <summary>The same of what is left of them: their tokens and their times, to the second.</summary>
    public static bool Outweighs(TokenUsage tokens, DateTimeOffset at, TokenUsage others, DateTimeOffset othersAt)
    {
        var order = tokens.TotalTokens.CompareTo(others.TotalTokens);
        if (order == 0)
            order = tokens.OutputTokens.CompareTo(others.OutputTokens);
        if (order == 0)
            order = tokens.InputTokens.CompareTo(others.InputTokens);
        if (order == 0)
            order = tokens.CacheWriteInputTokens.CompareTo(others.CacheWriteInputTokens);
        if (order == 0)
            order = tokens.CacheWrite1hInputTokens.CompareTo(others.CacheWrite1hInputTokens);
        return order == 0 ? at.ToUnixTimeSeconds() < othersAt.ToUnixTimeSeconds() : order > 0;
    }

    /// <summary>One record a request, the one that counts; in no order.</summary>
    public static IReadOnlyCollection<Invocation> Heaviest(IEnumerable<Invocation> records)
    {
        var heaviest = new Dictionary<RecordId, Invocation>();
        foreach (var record in records)
        {
            if (!heaviest.TryAdd(record.Id, record) && Outweighs(record, heaviest[record.Id]))
                heaviest[record.Id] = record;
        }

        return heaviest.Values;
    }
}
