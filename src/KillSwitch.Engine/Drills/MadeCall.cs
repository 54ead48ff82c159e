using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Drills;

/// <summary>A call that was served, and what the log and the ledger have of it by now.</summary>
/// <param name="Check">The check that it belongs to.</param>
/// <param name="Call">As it was made.</param>
/// <param name="Answer">What came of it.</param>
internal sealed record MadeCall(string Check, DrillCall Call, DrillAnswer.Served Answer)
{
    public IReadOnlyList<LoggedRecord> Records { get; set; } = [];

    /// <summary>When the ledger was seen to have it; null while it has not.</summary>
    public DateTimeOffset? CountedAt { get; set; }

    /// <summary>What the ledger counts of it.</summary>
    public TokenUsage Counted { get; set; }

    /// <summary>Whether its record was there when the ledger did not have it yet: then it is known when that came.</summary>
    public bool WasAwaited { get; set; }

    /// <summary>Whether it writes a record at all.</summary>
    public bool IsLogged => Check != DrillChecks.Mantle;

    /// <summary>Whether the meter can have counted it.</summary>
    public bool IsReadable => Records.Count > 0 && Records.All(record => record.Damage is null);

    /// <summary>What its record says; of several the largest counts.</summary>
    public TokenUsage Said => Records.Select(record => record.Read?.Tokens).OfType<TokenUsage>()
        .OrderByDescending(tokens => tokens.TotalTokens).FirstOrDefault();

    /// <summary>When its first record was in the log group.</summary>
    public DateTimeOffset Ingested => Records.Min(record => record.Ingested);

    /// <summary>As people read a number of them.</summary>
    public static string Calls(int count) => count == 1 ? "one call" : $"{count} calls";
}
