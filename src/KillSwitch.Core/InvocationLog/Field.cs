namespace KillSwitch.Core.InvocationLog;

/// <summary>The fields of a record's envelope that mean something here.</summary>
internal enum Field
{
    Unknown,
    Timestamp,
    AccountId,
    Region,
    RequestId,
    Operation,
    ModelId,
    Identity,
    InferenceRegion,
    RequestMetadata,
    ErrorCode,
    SchemaType,
    PerformanceConfig,
    Input,
    Output,
    InputTokenCount,
    CacheReadInputTokenCount,
    CacheWriteInputTokenCount,
    OutputTokenCount,
    OutputBodyJson,
}

internal static class Fields
{
    /// <summary>A field of the record itself.</summary>
    public static Field OfRecord(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("input"u8) => Field.Input,
        6 when name.SequenceEqual("region"u8) => Field.Region,
        6 when name.SequenceEqual("output"u8) => Field.Output,
        7 when name.SequenceEqual("modelId"u8) => Field.ModelId,
        8 when name.SequenceEqual("identity"u8) => Field.Identity,
        9 when name.SequenceEqual("timestamp"u8) => Field.Timestamp,
        9 when name.SequenceEqual("accountId"u8) => Field.AccountId,
        9 when name.SequenceEqual("requestId"u8) => Field.RequestId,
        9 when name.SequenceEqual("operation"u8) => Field.Operation,
        9 when name.SequenceEqual("errorCode"u8) => Field.ErrorCode,
        10 when name.SequenceEqual("schemaType"u8) => Field.SchemaType,
        15 when name.SequenceEqual("requestMetadata"u8) => Field.RequestMetadata,
        15 when name.SequenceEqual("inferenceRegion"u8) => Field.InferenceRegion,
        17 when name.SequenceEqual("performanceConfig"u8) => Field.PerformanceConfig,
        _ => Field.Unknown,
    };

    /// <summary>A field of the record's <c>input</c> or <c>output</c>.</summary>
    public static Field OfSide(Field side, ReadOnlySpan<byte> name) => side switch
    {
        Field.Input when name.SequenceEqual("inputTokenCount"u8) => Field.InputTokenCount,
        Field.Input when name.SequenceEqual("cacheReadInputTokenCount"u8) => Field.CacheReadInputTokenCount,
        Field.Input when name.SequenceEqual("cacheWriteInputTokenCount"u8) => Field.CacheWriteInputTokenCount,
        Field.Output when name.SequenceEqual("outputTokenCount"u8) => Field.OutputTokenCount,
        Field.Output when name.SequenceEqual("outputBodyJson"u8) => Field.OutputBodyJson,
        _ => Field.Unknown,
    };

    public static string Name(Field field) => field switch
    {
        Field.Timestamp => "timestamp",
        Field.AccountId => "accountId",
        Field.Region => "region",
        Field.RequestId => "requestId",
        Field.Operation => "operation",
        Field.ModelId => "modelId",
        Field.Identity => "identity",
        Field.InferenceRegion => "inferenceRegion",
        Field.RequestMetadata => "requestMetadata",
        Field.ErrorCode => "errorCode",
        Field.SchemaType => "schemaType",
        Field.PerformanceConfig => "performanceConfig",
        Field.Input => "input",
        Field.Output => "output",
        Field.InputTokenCount => "inputTokenCount",
        Field.CacheReadInputTokenCount => "cacheReadInputTokenCount",
        Field.CacheWriteInputTokenCount => "cacheWriteInputTokenCount",
        Field.OutputTokenCount => "outputTokenCount",
        Field.OutputBodyJson => "outputBodyJson",
        _ => "",
    };
}
