using Amazon.Bedrock.Model;
using Amazon.Runtime.Internal;
using Amazon.Runtime;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Rest;

namespace Amazon.Bedrock;

/// <summary>The control plane; its hosts take no inference.</summary>
internal static class BedrockService
{
    public static ServiceIdentity Identity { get; } = new("Bedrock", "2023-04-20", "bedrock", "bedrock");

    public static RestProtocol Protocol { get; } = new(Identity, new ErrorCodes(
        error => new AmazonBedrockException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["AccessDeniedException"] = error => new AccessDeniedException(error),
            ["ConflictException"] = error => new ConflictException(error),
            ["InternalServerException"] = error => new InternalServerException(error),
            ["ResourceNotFoundException"] = error => new ResourceNotFoundException(error),
            ["ServiceUnavailableException"] = error => new ServiceUnavailableException(error),
            ["ThrottlingException"] = error => new ThrottlingException(error),
            ["ValidationException"] = error => new ValidationException(error),
        }));
}
