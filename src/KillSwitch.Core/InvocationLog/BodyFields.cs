namespace KillSwitch.Core.InvocationLog;

/// <summary>What is looked at on top of a body, or of an element of a stream.</summary>
internal enum BodyField
{
    Unknown,
    Usage,
    Metrics,
    Message,
    ServiceTier,
}

internal static class BodyFields
{
    public static BodyField OfElement(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("usage"u8) => BodyField.Usage,
        7 when name.SequenceEqual("message"u8) => BodyField.Message,
        11 when name.SequenceEqual("serviceTier"u8) => BodyField.ServiceTier,
        12 when name.SequenceEqual("service_tier"u8) => BodyField.ServiceTier,
        32 when name.SequenceEqual("amazon-bedrock-invocationMetrics"u8) => BodyField.Metrics,
        _ => BodyField.Unknown,
    };
}
