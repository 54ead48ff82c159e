using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class InferenceProfileSummary
{
    public string InferenceProfileName { get; set; } = "";

    public string InferenceProfileArn { get; set; } = "";

    public string InferenceProfileId { get; set; } = "";

    public List<InferenceProfileModel>? Models { get; set; }

    public InferenceProfileType? Type { get; set; }

    internal static InferenceProfileSummary Read(JsonElement from) => new()
    {
        InferenceProfileName = from.Text("inferenceProfileName"),
        InferenceProfileArn = from.Text("inferenceProfileArn"),
        InferenceProfileId = from.Text("inferenceProfileId"),
        Models = from.Members("models", InferenceProfileModel.Read),
        Type = from.OptionalText("type") is { } type ? new InferenceProfileType(type) : null,
    };
}
