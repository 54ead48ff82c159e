using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class StopEvaluationJobRequest : AmazonBedrockRequest
{
    /// <summary>Its ARN.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<StopEvaluationJobRequest>(
        "POST /evaluation-job/{jobIdentifier}/stop",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        _ => new StopEvaluationJobResponse());
}

public class StopEvaluationJobResponse : AmazonWebServiceResponse;
