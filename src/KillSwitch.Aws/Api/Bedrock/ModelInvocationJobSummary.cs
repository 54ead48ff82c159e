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

    public string? Message { get; set; }

    public DateTime? SubmitTime { get; set; }

    public DateTime? LastModifiedTime { get; set; }

    public DateTime? EndTime { get; set; }

    internal static ModelInvocationJobSummary Read(JsonElement from) => new()
    {
        JobArn = from.Text("jobArn"),
        JobName = from.Text("jobName"),
        ModelId = from.Text("modelId"),
        RoleArn = from.OptionalText("roleArn"),
        Status = from.OptionalText("status") is { } status ? new ModelInvocationJobStatus(status) : null,
        Message = from.OptionalText("message"),
        SubmitTime = from.OptionalTime("submitTime"),
        LastModifiedTime = from.OptionalTime("lastModifiedTime"),
        EndTime = from.OptionalTime("endTime"),
    };
}
