using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class StopModelInvocationJobRequest : AmazonBedrockRequest
{
    /// <summary>Its ARN, or the last part of it.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<StopModelInvocationJobRequest>(
        "POST /model-invocation-job/{jobIdentifier}/stop",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        _ => new StopModelInvocationJobResponse());
}

public class StopModelInvocationJobResponse : AmazonWebServiceResponse;
