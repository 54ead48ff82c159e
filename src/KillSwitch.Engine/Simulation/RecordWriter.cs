using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Simulation;

/// <summary>
/// Writes a call as Bedrock logs it with text delivery off: who, what and how many tokens; no body but the cache lifetimes where they
/// differ.
/// </summary>
public static class RecordWriter
{
    public static void Write(Invocation invocation, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", invocation.Timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteString("accountId", invocation.Account);
        json.WriteString("region", invocation.Region);
        json.WriteString("requestId", invocation.Id.RequestId);
        json.WriteString("operation", invocation.Operation);
        json.WriteString("modelId", invocation.Model.Raw);
        WriteInput(invocation, json);
        WriteOutput(invocation, json);
        json.WriteStartObject("identity");
        json.WriteString("arn", Arn(invocation.Caller));
        json.WriteEndObject();
        if (invocation.InferenceRegion is { } region)
            json.WriteString("inferenceRegion", region);
        if (invocation.Tags is { Count: > 0 } tags)
        {
            json.WriteStartObject("requestMetadata");
            foreach (var (key, value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        if (invocation.ErrorCode is { } error)
            json.WriteString("errorCode", error);
        json.WriteString("schemaType", "ModelInvocationLog");
        json.WriteString("schemaVersion", "1.0");
        json.WriteEndObject();
    }

    private static void WriteInput(Invocation invocation, Utf8JsonWriter json)
    {
        json.WriteStartObject("input");
        if (!invocation.IsRefused)
            json.WriteString("inputContentType", "application/json");
        if (invocation.HasTokenCounts)
        {
            json.WriteNumber("inputTokenCount", invocation.Tokens.InputTokens);
            json.WriteNumber("cacheReadInputTokenCount", invocation.Tokens.CacheReadInputTokens);
            json.WriteNumber("cacheWriteInputTokenCount", invocation.Tokens.CacheWriteInputTokens);
        }

        json.WriteEndObject();
    }

    private static void WriteOutput(Invocation invocation, Utf8JsonWriter json)
    {
        json.WriteStartObject("output");
        if (!invocation.IsRefused)
            json.WriteString("outputContentType", "application/json");
        if (invocation.Tokens.CacheWrite1hInputTokens > 0)
            WriteCacheDetails(invocation.Tokens, json);
        if (invocation.HasTokenCounts)
            json.WriteNumber("outputTokenCount", invocation.Tokens.OutputTokens);
        json.WriteEndObject();
    }

    private static void WriteCacheDetails(TokenUsage tokens, Utf8JsonWriter json)
    {
        json.WriteStartObject("outputBodyJson");
        json.WriteStartObject("usage");
        json.WriteStartArray("cacheDetails");
        foreach (var (ttl, count) in new[] { ("1h", tokens.CacheWrite1hInputTokens), ("5m", tokens.CacheWrite5mInputTokens) })
        {
            json.WriteStartObject();
            json.WriteString("ttl", ttl);
            json.WriteNumber("inputTokens", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A role's session is logged under the STS form of its ARN.
    private static string Arn(Caller caller) => caller.Session is { } session && caller.Principal.Kind == PrincipalKind.Role
        ? caller.Principal.Arn.Replace(":iam:", ":sts:", StringComparison.Ordinal)
            .Replace(":role/", ":assumed-role/", StringComparison.Ordinal) + "/" + session
        : caller.Principal.Arn;
}
