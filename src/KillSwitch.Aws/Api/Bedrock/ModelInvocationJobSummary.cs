using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ModelInvocationJobSummary
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    public string ModelId { get; set; } = "";

    public string? RoleArn { get; set; }

    public ModelInvocationJobStatus? Status { get; set; }

    public DateTime? SubmitTime { get; set; }

    internal static ModelInvocationJobSummary Read(JsonElement from) => new()
    {
        JobArn = from.Text("jobArn"),
        JobName = from.Text("jobName"),
        ModelId = from.Text("modelId"),
        RoleArn = from.OptionalText("roleArn"),
        Status = from.OptionalText("status") is { } status ? new ModelInvocationJobStatus(status) : null,
        SubmitTime = from.OptionalTime("submitTime"),
    };
}
