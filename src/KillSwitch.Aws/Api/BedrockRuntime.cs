using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Rest;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.BedrockRuntime;

/// <summary>Inference; signs as the control plane does.</summary>
internal static class BedrockRuntimeService
{
    public static ServiceIdentity Identity { get; } = new("Bedrock Runtime", "2023-09-30", "bedrock", "bedrock-runtime");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonBedrockRuntimeException(error));
}

public sealed class AmazonBedrockRuntimeConfig() : ServiceConfig(BedrockRuntimeService.Identity);

internal sealed class AmazonBedrockRuntimeException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonBedrockRuntimeClient(
    AWSCredentials? credentials, AmazonBedrockRuntimeConfig config) : ServiceClient(credentials, config)
{
    public Task<ConverseResponse> ConverseAsync(ConverseRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ConverseResponse>(request, ConverseRequest.Operation, cancellationToken);
}

public sealed class CachePointType(string value) : ConstantClass(value)
{
    public static readonly CachePointType Default = new("default");

    public static implicit operator CachePointType(string value) => FindValue<CachePointType>(value);
}

public sealed class ConversationRole(string value) : ConstantClass(value)
{
    public static readonly ConversationRole Assistant = new("assistant");

    public static readonly ConversationRole User = new("user");

    public static implicit operator ConversationRole(string value) => FindValue<ConversationRole>(value);
}
