using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class GetModelInvocationLoggingConfigurationRequest : AmazonBedrockRequest
{
    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetModelInvocationLoggingConfigurationRequest>(
        "GET /logging/modelinvocations",
        (_, _) => { },
        from => new GetModelInvocationLoggingConfigurationResponse { LoggingConfig = from.Optional("loggingConfig", LoggingConfig.Read) });
}

public class GetModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse
{
    /// <summary>Where logging is off: null, or without any destination.</summary>
    public LoggingConfig? LoggingConfig { get; set; }
}
