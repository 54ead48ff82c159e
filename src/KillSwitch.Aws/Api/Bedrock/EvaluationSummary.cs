using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class EvaluationSummary
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    public EvaluationJobStatus? Status { get; set; }

    public DateTime? CreationTime { get; set; }

    public List<string>? ModelIdentifiers { get; set; }

    public List<string>? EvaluatorModelIdentifiers { get; set; }

    public List<string>? CustomMetricsEvaluatorModelIdentifiers { get; set; }

    public EvaluationInferenceConfigSummary? InferenceConfigSummary { get; set; }

    internal static EvaluationSummary Read(JsonElement from) => new()
    {
        JobArn = from.Text("jobArn"),
        JobName = from.Text("jobName"),
        Status = from.OptionalText("status") is { } status ? new EvaluationJobStatus(status) : null,
        CreationTime = from.OptionalTime("creationTime"),
        ModelIdentifiers = from.Texts("modelIdentifiers"),
        EvaluatorModelIdentifiers = from.Texts("evaluatorModelIdentifiers"),
        CustomMetricsEvaluatorModelIdentifiers = from.Texts("customMetricsEvaluatorModelIdentifiers"),
        InferenceConfigSummary = from.Optional("inferenceConfigSummary", EvaluationInferenceConfigSummary.Read),
    };
}
