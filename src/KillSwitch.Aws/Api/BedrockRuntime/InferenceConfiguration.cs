using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.BedrockRuntime.Model;

public class InferenceConfiguration
{
    public int? MaxTokens { get; set; }

    internal static void Write(Utf8JsonWriter to, InferenceConfiguration configuration) => to.Add("maxTokens", (long?)configuration.MaxTokens);
}
