using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ModelCustomizationJobSummary
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    public string? BaseModelArn { get; set; }

    public ModelCustomizationJobStatus? Status { get; set; }

    public DateTime? CreationTime { get; set; }

    internal static ModelCustomizationJobSummary Read(JsonElement from) => new()
    {
        JobArn = from.Text("jobArn"),
        JobName = from.Text("jobName"),
        BaseModelArn = from.OptionalText("baseModelArn"),
        Status = from.OptionalText("status") is { } status ? new ModelCustomizationJobStatus(status) : null,
        CreationTime = from.OptionalTime("creationTime"),
    };
}
