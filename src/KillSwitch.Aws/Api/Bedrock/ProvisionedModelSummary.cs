using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ProvisionedModelSummary
{
    public string ProvisionedModelName { get; set; } = "";

    public string ProvisionedModelArn { get; set; } = "";

    public string ModelArn { get; set; } = "";

    public string FoundationModelArn { get; set; } = "";

    public int? ModelUnits { get; set; }

    public ProvisionedModelStatus? Status { get; set; }

    /// <summary>Null for none: by the hour.</summary>
    public CommitmentDuration? CommitmentDuration { get; set; }

    internal static ProvisionedModelSummary Read(JsonElement from) => new()
    {
        ProvisionedModelName = from.Text("provisionedModelName"),
        ProvisionedModelArn = from.Text("provisionedModelArn"),
        ModelArn = from.Text("modelArn"),
        FoundationModelArn = from.Text("foundationModelArn"),
        ModelUnits = from.OptionalInt("modelUnits"),
        Status = from.OptionalText("status") is { } status ? new ProvisionedModelStatus(status) : null,
        CommitmentDuration = from.OptionalText("commitmentDuration") is { } duration ? new CommitmentDuration(duration) : null,
    };
}
