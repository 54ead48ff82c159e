using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Drills;

/// <summary>Tokens by kind, as an answer or a record says them; null for what it does not say.</summary>
/// <param name="Input">Neither read from the cache nor written to it.</param>
/// <param name="Output">Of the answer.</param>
/// <param name="CacheRead">Served from the cache.</param>
/// <param name="CacheWrite">Written to it.</param>
public sealed record ReportedCounts(long? Input, long? Output, long? CacheRead = null, long? CacheWrite = null)
{
    /// <summary>What is not said counts as nothing.</summary>
    public TokenUsage Tokens => new(Input ?? 0, Output ?? 0, CacheRead ?? 0, CacheWrite ?? 0);

    /// <summary>The fields by name, in the order in which they are told.</summary>
    public IEnumerable<(string Name, long? Count)> Fields =>
        [("input", Input), ("output", Output), ("cache read", CacheRead), ("cache write", CacheWrite)];
}
