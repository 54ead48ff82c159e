using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>What a record's envelope says, while it is read.</summary>
internal struct Envelope()
{
    private uint _seen;

    public DateTimeOffset Timestamp;
    public string? Account;
    public string? Region;
    public Guid RequestGuid;

    /// <summary>Set when the request id is not a GUID; empty when it is.</summary>
    public string? RequestText;

    public string? Operation;
    public ModelId? Model;
    public Caller? Caller;
    public string? InferenceRegion;
    public IReadOnlyDictionary<string, string>? Tags;
    public string? ErrorCode;
    public string? SchemaType;

    /// <summary>Latency-optimized inference was asked for.</summary>
    public bool IsLatencyOptimized;

    public TokenCounts Counts = new();

    /// <summary>
    /// Where <c>outputBodyJson</c> stands: an object, an array, or a string that may hold one; empty when it is none of them.
    /// </summary>
    public Range Body;

    /// <summary>Where <c>inputBodyJson</c> stands; empty when there is none.</summary>
    public Range Request;

    /// <summary>Where the answer may name the model. Converse's names none outside of its trace.</summary>
    public readonly AnswerNaming Naming => Model?.Naming switch
    {
        null => AnswerNaming.None,
        AnswerNaming.InAnswer when Operation?.StartsWith("Converse", StringComparison.Ordinal) == true => AnswerNaming.None,
        var naming => naming.Value,
    };

    /// <summary>The first thing that is wrong.</summary>
    public string? Damage;

    /// <summary>No field was met that only an invocation record has; Firehose's requests have an id, too.</summary>
    public readonly bool IsForeign => (SchemaType is not null && SchemaType != "ModelInvocationLog")
        || !(Has(Field.SchemaType) || Has(Field.ModelId) || Has(Field.Input) || Has(Field.Output));

    public readonly bool Has(Field field) => (_seen & 1u << (int)field) != 0;

    public void Meet(Field field)
    {
        if (Has(field))
            Damage ??= $"`{Fields.Name(field)}` twice";
        _seen |= 1u << (int)field;
    }

    /// <summary>Null, or what a record cannot be without.</summary>
    public readonly string? Lack()
    {
        if (Timestamp == default)
            return "no `timestamp`";
        if (string.IsNullOrEmpty(Account))
            return "no `accountId`";
        if (string.IsNullOrEmpty(Region))
            return "no `region`";
        if (RequestText is null)
            return "no `requestId`";
        return Model is null && ErrorCode is null ? "no `modelId`" : null;
    }
}
