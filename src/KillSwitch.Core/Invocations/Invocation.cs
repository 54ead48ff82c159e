namespace KillSwitch.Core.Invocations;

/// <summary>One call to a model, as Bedrock's invocation log tells it. Holds no prompt and no answer.</summary>
public record Invocation
{
    internal const string FreeOperation = "CountTokens";

    public required RecordId Id { get; init; }

    /// <summary>The record's own time, UTC, whole seconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public required Caller Caller { get; init; }

    public required ModelId Model { get; init; }

    public string Operation { get; init; } = "";

    /// <summary>How many calls of the model it stands for.</summary>
    public virtual long Calls => 1;

    /// <summary>For how many calls its tokens are: what they cost goes by their mean length.</summary>
    public virtual long PricedCalls => Calls;

    public TokenUsage Tokens { get; init; }

    /// <summary>What it is charged by beside its tokens, or in their place; nothing for most calls.</summary>
    public IReadOnlyList<BilledUnits> Units { get; init; } = [];

    /// <summary>False when a served record names no token count at all: an image, a call that a guardrail blocked.</summary>
    public bool HasTokenCounts { get; init; }

    /// <summary>A guardrail answered in the model's place.</summary>
    public bool IsBlocked { get; init; }

    public ServiceTier Tier { get; init; }

    /// <summary>Served by latency-optimized inference, which costs more.</summary>
    public bool IsLatencyOptimized { get; init; }

    /// <summary>Set when Bedrock refused the call, or failed it, perhaps in the middle of its answer.</summary>
    public string? ErrorCode { get; init; }

    /// <summary><c>requestMetadata</c>, as the caller gave it; null when there is none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The project of the mantle endpoint; null where none is known, as in every record of the log.</summary>
    public virtual string? Project => null;

    /// <summary>Where a cross-region call was served; null otherwise.</summary>
    public string? InferenceRegion { get; init; }

    /// <summary>It failed in the middle of its answer: what was served up to there counts.</summary>
    public bool BrokeOff { get; init; }

    /// <summary>It asks no model for an answer: counting the tokens of a prompt costs nothing.</summary>
    public bool IsFree => Operation == FreeOperation;

    /// <summary>
    /// What it says counts in the place of what was counted of it before, be it less; of records of a call the larger does.
    /// </summary>
    public virtual bool IsRestated => false;

    /// <summary>A <see cref="BatchInvocation"/>.</summary>
    public virtual bool IsBatchJob => false;

    /// <summary>Nothing was served: no call, no cost.</summary>
    public bool IsRefused => ErrorCode is not null && !BrokeOff;

    public string Account => Id.Account;

    public string Region => Id.Region;
}
