using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class GetInferenceProfileRequest : AmazonBedrockRequest
{
    /// <summary>Id or ARN.</summary>
    public string? InferenceProfileIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetInferenceProfileRequest>(
        "GET /inference-profiles/{inferenceProfileIdentifier}",
        (to, request) => to.Path("inferenceProfileIdentifier", request.InferenceProfileIdentifier),
        from => new GetInferenceProfileResponse
        {
            InferenceProfileName = from.Text("inferenceProfileName"),
            InferenceProfileArn = from.Text("inferenceProfileArn"),
            InferenceProfileId = from.Text("inferenceProfileId"),
            Models = from.Members("models", InferenceProfileModel.Read),
            Status = from.OptionalText("status") is { } status ? new InferenceProfileStatus(status) : null,
            CreatedAt = from.OptionalTime("createdAt"),
        });
}

public class GetInferenceProfileResponse : AmazonWebServiceResponse
{
    public string InferenceProfileName { get; set; } = "";

    public string InferenceProfileArn { get; set; } = "";

    public string InferenceProfileId { get; set; } = "";

    public List<InferenceProfileModel>? Models { get; set; }

    public InferenceProfileStatus? Status { get; set; }

    public DateTime? CreatedAt { get; set; }
}
