using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Bedrock.Model;

public class DeleteModelInvocationLoggingConfigurationRequest : AmazonBedrockRequest
{
    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<DeleteModelInvocationLoggingConfigurationRequest>(
        "DELETE /logging/modelinvocations",
        (_, _) => { },
        _ => new DeleteModelInvocationLoggingConfigurationResponse());
}

public class DeleteModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse;
