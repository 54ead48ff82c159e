using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.BedrockRuntime.Model;

/// <summary><see cref="InputTokens"/> excludes what was read from the cache or written to it.</summary>
public class TokenUsage
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
