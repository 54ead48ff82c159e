using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.BedrockRuntime.Model;

/// <summary>Text alone, so far.</summary>
public class ContentBlock
{
    public string? Text { get; set; }

    internal static void Write(Utf8JsonWriter to, ContentBlock block) => to.Add("text", block.Text);
}
