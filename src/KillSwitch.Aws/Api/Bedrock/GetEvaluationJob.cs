using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class GetEvaluationJobRequest : AmazonBedrockRequest
{
    /// <summary>Its ARN.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetEvaluationJobRequest>(
        "GET /evaluation-jobs/{jobIdentifier}",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        from => new GetEvaluationJobResponse
        {
            JobArn = from.Text("jobArn"),
            JobName = from.Text("jobName"),
            RoleArn = from.OptionalText("roleArn"),
            Status = from.OptionalText("status") is { } status ? new EvaluationJobStatus(status) : null,
        });
}

public class GetEvaluationJobResponse : AmazonWebServiceResponse
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    /// <summary>The service role that it runs with.</summary>
    public string? RoleArn { get; set; }

    public EvaluationJobStatus? Status { get; set; }
}
