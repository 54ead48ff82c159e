using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Caching;

/// <summary>How well a session's input was cached.</summary>
public sealed record SessionCaching
{
    public required string Account { get; init; }

    /// <summary><c>role/agent</c>, as counters name it.</summary>
    public required string Principal { get; init; }

    /// <summary>The role session name, or <c>(none)</c>.</summary>
    public required string Session { get; init; }

    /// <summary>In order of time.</summary>
    public required IReadOnlyList<CachedCall> Calls { get; init; }

    /// <summary>False where only the sums of hours are known.</summary>
    public required bool IsCallByCall { get; init; }

    /// <summary>The models' own ids, those with most calls first; empty where nobody knows.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Calls whose prompt is shorter than the model caches.</summary>
    public long ShortCalls { get; init; }

    /// <summary>Calls to a model without a cheaper price for cache reads.</summary>
    public long UncacheableCalls { get; init; }

    /// <summary>Calls that would have continued an earlier prompt, had they come before its time was over.</summary>
    public long LateCalls { get; init; }

    /// <summary>Regions that calls were routed to; 0 where nobody knows.</summary>
    public int InferenceRegions { get; init; }

    public string Name => Session == Missing.Value ? Principal : $"{Principal}/{Session}";

    public long CallCount => Calls.Sum(call => call.Calls);

    public TokenUsage Tokens => Calls.Aggregate(default(TokenUsage), (sum, call) => sum + call.Tokens);

    public long Readable => Calls.Sum(call => call.Readable);

    /// <summary>What was paid for the input.</summary>
    public Usd Cost => Calls.Aggregate(Usd.Zero, (sum, call) => sum + call.Cost);

    /// <summary>What a working cache would have spared; never negative.</summary>
    public Usd Lost => Calls.Aggregate(Usd.Zero, (sum, call) => sum + call.Lost) is { Amount: > 0 } lost ? lost : Usd.Zero;
}
