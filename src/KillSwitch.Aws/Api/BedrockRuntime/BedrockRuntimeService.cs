using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Rest;

namespace Amazon.BedrockRuntime;

/// <summary>Inference; signs as the control plane does.</summary>
internal static class BedrockRuntimeService
{
    public static ServiceIdentity Identity { get; } = new("Bedrock Runtime", "2023-09-30", "bedrock", "bedrock-runtime");

    public static RestProtocol Protocol { get; } = new(Identity, new ErrorCodes(
        error => new AmazonBedrockRuntimeException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["AccessDeniedException"] = error => new AccessDeniedException(error),
            ["InternalServerException"] = error => new InternalServerException(error),
            ["ModelErrorException"] = error => new ModelErrorException(error),
            ["ModelNotReadyException"] = error => new ModelNotReadyException(error),
            ["ModelTimeoutException"] = error => new ModelTimeoutException(error),
            ["ResourceNotFoundException"] = error => new ResourceNotFoundException(error),
            ["ServiceUnavailableException"] = error => new ServiceUnavailableException(error),
            ["ThrottlingException"] = error => new ThrottlingException(error),
            ["ValidationException"] = error => new ValidationException(error),
        }));
}
