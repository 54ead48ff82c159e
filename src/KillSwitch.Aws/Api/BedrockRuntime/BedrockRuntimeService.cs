using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Rest;

namespace Amazon.BedrockRuntime;

/// <summary>Inference; signs as the control plane does.</summary>
internal static class BedrockRuntimeService
{
    public static ServiceIdentity Identity { get; } = new("Bedrock Runtime", "2023-09-30", "bedrock", "bedrock-runtime");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonBedrockRuntimeException(error));
}
