using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class PutModelInvocationLoggingConfigurationRequest : AmazonBedrockRequest
{
    public LoggingConfig? LoggingConfig { get; set; }

    internal static InvokeOptions Operation { get; } =
        BedrockService.Protocol.Operation<PutModelInvocationLoggingConfigurationRequest>(
            "PUT /logging/modelinvocations",
            (to, request) => to.Body(body => body.Add("loggingConfig", request.LoggingConfig, LoggingConfig.Write)),
            _ => new PutModelInvocationLoggingConfigurationResponse());
}

public class PutModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse;
