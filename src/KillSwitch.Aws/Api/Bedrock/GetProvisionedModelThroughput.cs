using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class GetProvisionedModelThroughputRequest : AmazonBedrockRequest
{
    /// <summary>Name or ARN.</summary>
    public string? ProvisionedModelId { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetProvisionedModelThroughputRequest>(
        "GET /provisioned-model-throughput/{provisionedModelId}",
        (to, request) => to.Path("provisionedModelId", request.ProvisionedModelId),
        from => new GetProvisionedModelThroughputResponse
        {
            ProvisionedModelName = from.Text("provisionedModelName"),
            ProvisionedModelArn = from.Text("provisionedModelArn"),
            ModelArn = from.Text("modelArn"),
            FoundationModelArn = from.Text("foundationModelArn"),
            ModelUnits = from.OptionalInt("modelUnits"),
            Status = from.OptionalText("status") is { } status ? new ProvisionedModelStatus(status) : null,
            CommitmentDuration = from.OptionalText("commitmentDuration") is { } duration ? new CommitmentDuration(duration) : null,
        });
}

public class GetProvisionedModelThroughputResponse : AmazonWebServiceResponse
{
    public string ProvisionedModelName { get; set; } = "";

    public string ProvisionedModelArn { get; set; } = "";

    public string ModelArn { get; set; } = "";

    /// <summary>Of a custom model, the model that it was made from.</summary>
    public string FoundationModelArn { get; set; } = "";

    public int? ModelUnits { get; set; }

    public ProvisionedModelStatus? Status { get; set; }

    /// <summary>Null for none: by the hour.</summary>
    public CommitmentDuration? CommitmentDuration { get; set; }
}
