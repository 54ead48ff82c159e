namespace KillSwitch.Core.InvocationLog;

/// <summary>What is looked at on top of a body, or of an element of a stream.</summary>
internal enum BodyField
{
    Unknown,
    Usage,
    Metrics,
    Message,
    ServiceTier,
    PerformanceConfig,

    /// <summary>Holds what an answer's own top holds: a stream's last word.</summary>
    Nested,

    /// <summary>Cohere's: what it bills, which is less than what it took.</summary>
    BilledUnits,

    /// <summary>Titan's answers, with a count each.</summary>
    Results,

    Trace,

    /// <summary>InvokeModel's, of guardrails alone.</summary>
    GuardrailTrace,

    /// <summary>What an event of a stream carries, in base64.</summary>
    Bytes,

    InputCount,
    OutputCount,

    /// <summary>Whether a guardrail answered in the model's place.</summary>
    GuardrailAction,

    /// <summary>The model's own name, as it writes it.</summary>
    Model,

    /// <summary>What kind of answer it is.</summary>
    Type,
}

internal static class BodyFields
{
    /// <summary>Whether it matters to nobody but who looks for the model's name.</summary>
    public static bool IsOfNaming(BodyField field) => field is BodyField.Model or BodyField.Type;

    public static BodyField OfElement(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("type"u8) => BodyField.Type,
        4 when name.SequenceEqual("meta"u8) => BodyField.Nested,
        5 when name.SequenceEqual("usage"u8) => BodyField.Usage,
        5 when name.SequenceEqual("trace"u8) => BodyField.Trace,
        5 when name.SequenceEqual("delta"u8) => BodyField.Nested,
        5 when name.SequenceEqual("chunk"u8) => BodyField.Nested,
        5 when name.SequenceEqual("bytes"u8) => BodyField.Bytes,
        5 when name.SequenceEqual("model"u8) => BodyField.Model,
        7 when name.SequenceEqual("message"u8) => BodyField.Message,
        7 when name.SequenceEqual("results"u8) => BodyField.Results,
        8 when name.SequenceEqual("metadata"u8) => BodyField.Nested,
        8 when name.SequenceEqual("response"u8) => BodyField.Nested,
        11 when name.SequenceEqual("serviceTier"u8) => BodyField.ServiceTier,
        12 when name.SequenceEqual("service_tier"u8) => BodyField.ServiceTier,
        12 when name.SequenceEqual("billed_units"u8) => BodyField.BilledUnits,
        17 when name.SequenceEqual("performanceConfig"u8) => BodyField.PerformanceConfig,
        18 when name.SequenceEqual("prompt_token_count"u8) => BodyField.InputCount,
        19 when name.SequenceEqual("inputTextTokenCount"u8) => BodyField.InputCount,
        20 when name.SequenceEqual("amazon-bedrock-trace"u8) => BodyField.GuardrailTrace,
        22 when name.SequenceEqual("generation_token_count"u8) => BodyField.OutputCount,
        25 when name.SequenceEqual("totalOutputTextTokenCount"u8) => BodyField.OutputCount,
        30 when name.SequenceEqual("amazon-bedrock-guardrailAction"u8) => BodyField.GuardrailAction,
        32 when name.SequenceEqual("amazon-bedrock-invocationMetrics"u8) => BodyField.Metrics,
        _ => BodyField.Unknown,
    };
}
