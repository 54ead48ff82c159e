using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class StopModelCustomizationJobRequest : AmazonBedrockRequest
{
    /// <summary>Its ARN, its name, or the last part of its ARN.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<StopModelCustomizationJobRequest>(
        "POST /model-customization-jobs/{jobIdentifier}/stop",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        _ => new StopModelCustomizationJobResponse());
}

public class StopModelCustomizationJobResponse : AmazonWebServiceResponse;
