using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class EvaluationModelConfigSummary
{
    public List<string>? BedrockModelIdentifiers { get; set; }

    internal static EvaluationModelConfigSummary Read(JsonElement from) => new()
    {
        BedrockModelIdentifiers = from.Texts("bedrockModelIdentifiers"),
    };
}
