using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class GetModelCustomizationJobRequest : AmazonBedrockRequest
{
    /// <summary>Its ARN, its name, or the last part of its ARN.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetModelCustomizationJobRequest>(
        "GET /model-customization-jobs/{jobIdentifier}",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        from => new GetModelCustomizationJobResponse
        {
            JobArn = from.Text("jobArn"),
            JobName = from.Text("jobName"),
            RoleArn = from.OptionalText("roleArn"),
            Status = from.OptionalText("status") is { } status ? new ModelCustomizationJobStatus(status) : null,
        });
}

public class GetModelCustomizationJobResponse : AmazonWebServiceResponse
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    /// <summary>The service role that it runs with.</summary>
    public string? RoleArn { get; set; }

    public ModelCustomizationJobStatus? Status { get; set; }
}
