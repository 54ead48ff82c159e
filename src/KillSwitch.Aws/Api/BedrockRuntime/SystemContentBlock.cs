using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.BedrockRuntime.Model;

/// <summary>One of the members.</summary>
public class SystemContentBlock
{
    public string? Text { get; set; }

    public CachePointBlock? CachePoint { get; set; }

    internal static void Write(Utf8JsonWriter to, SystemContentBlock block) =>
        to.Add("text", block.Text).Add("cachePoint", block.CachePoint, CachePointBlock.Write);
}
