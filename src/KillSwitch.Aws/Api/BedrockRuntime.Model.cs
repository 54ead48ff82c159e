using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.BedrockRuntime.Model;

public sealed class ConverseRequest : AmazonWebServiceRequest
{
    /// <summary>Id or ARN.</summary>
    public string? ModelId { get; set; }

    public List<SystemContentBlock>? System { get; set; }

    public List<Message>? Messages { get; set; }

    public InferenceConfiguration? InferenceConfig { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockRuntimeService.Protocol.Operation<ConverseRequest>(
        "POST /model/{modelId}/converse",
        (to, request) => to.Path("modelId", request.ModelId).Body(body => body
            .AddObjects("system", request.System, SystemContentBlock.Write)
            .AddObjects("messages", request.Messages, Message.Write)
            .Add("inferenceConfig", request.InferenceConfig, InferenceConfiguration.Write)),
        from => new ConverseResponse
        {
            StopReason = from.OptionalText("stopReason"),
            Usage = from.Optional("usage", TokenUsage.Read),
        });
}

/// <summary>What the model said is not read.</summary>
public sealed class ConverseResponse : AmazonWebServiceResponse
{
    public string? StopReason { get; set; }

    public TokenUsage? Usage { get; set; }
}

public sealed class CachePointBlock
{
    public CachePointType? Type { get; set; }

    internal static void Write(Utf8JsonWriter to, CachePointBlock cachePoint) => to.Add("type", cachePoint.Type?.Value);
}

/// <summary>Text alone, so far.</summary>
public sealed class ContentBlock
{
    public string? Text { get; set; }

    internal static void Write(Utf8JsonWriter to, ContentBlock block) => to.Add("text", block.Text);
}

public sealed class InferenceConfiguration
{
    public int? MaxTokens { get; set; }

    internal static void Write(Utf8JsonWriter to, InferenceConfiguration configuration) =>
        to.Add("maxTokens", (long?)configuration.MaxTokens);
}

public sealed class Message
{
    public ConversationRole? Role { get; set; }

    public List<ContentBlock>? Content { get; set; }

    internal static void Write(Utf8JsonWriter to, Message message) =>
        to.Add("role", message.Role?.Value).AddObjects("content", message.Content, ContentBlock.Write);
}

/// <summary>One of the members.</summary>
public sealed class SystemContentBlock
{
    public string? Text { get; set; }

    public CachePointBlock? CachePoint { get; set; }

    internal static void Write(Utf8JsonWriter to, SystemContentBlock block) =>
        to.Add("text", block.Text).Add("cachePoint", block.CachePoint, CachePointBlock.Write);
}

/// <summary><see cref="InputTokens"/> excludes what was read from the cache or written to it.</summary>
public sealed class TokenUsage
{
    public int? InputTokens { get; set; }

    public int? OutputTokens { get; set; }

    public int? TotalTokens { get; set; }

    public int? CacheReadInputTokens { get; set; }

    public int? CacheWriteInputTokens { get; set; }

    internal static TokenUsage Read(JsonElement from) => new()
    {
        InputTokens = from.OptionalInt("inputTokens"),
        OutputTokens = from.OptionalInt("outputTokens"),
        TotalTokens = from.OptionalInt("totalTokens"),
        CacheReadInputTokens = from.OptionalInt("cacheReadInputTokens"),
        CacheWriteInputTokens = from.OptionalInt("cacheWriteInputTokens"),
    };
}
