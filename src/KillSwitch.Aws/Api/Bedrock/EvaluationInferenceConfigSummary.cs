using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class EvaluationInferenceConfigSummary
{
    public EvaluationModelConfigSummary? ModelConfigSummary { get; set; }

    internal static EvaluationInferenceConfigSummary Read(JsonElement from) => new()
    {
        ModelConfigSummary = from.Optional("modelConfigSummary", EvaluationModelConfigSummary.Read),
    };
}
