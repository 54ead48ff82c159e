using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class InferenceProfileSummary
{
    public string InferenceProfileName { get; set; } = "";

    public string InferenceProfileArn { get; set; } = "";

    public string InferenceProfileId { get; set; } = "";

    public string? Description { get; set; }

    public List<InferenceProfileModel>? Models { get; set; }

    public InferenceProfileStatus? Status { get; set; }

    public InferenceProfileType? Type { get; set; }

    public DateTime? CreatedAt { get; set; }

    public DateTime? UpdatedAt { get; set; }

    internal static InferenceProfileSummary Read(JsonElement from) => new()
    {
        InferenceProfileName = from.Text("inferenceProfileName"),
        InferenceProfileArn = from.Text("inferenceProfileArn"),
        InferenceProfileId = from.Text("inferenceProfileId"),
        Description = from.OptionalText("description"),
        Models = from.Members("models", InferenceProfileModel.Read),
        Status = from.OptionalText("status") is { } status ? new InferenceProfileStatus(status) : null,
        Type = from.OptionalText("type") is { } type ? new InferenceProfileType(type) : null,
        CreatedAt = from.OptionalTime("createdAt"),
        UpdatedAt = from.OptionalTime("updatedAt"),
    };
}
