using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Rest;

namespace Amazon.Bedrock;

/// <summary>The control plane; its hosts take no inference.</summary>
internal static class BedrockService
{
    public static ServiceIdentity Identity { get; } = new("Bedrock", "2023-04-20", "bedrock", "bedrock");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonBedrockException(error));
}
