using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.BedrockRuntime;

public class AmazonBedrockRuntimeClient : ServiceClient
{
    public AmazonBedrockRuntimeClient()
        : this(new AmazonBedrockRuntimeConfig())
    {
    }

    public AmazonBedrockRuntimeClient(AmazonBedrockRuntimeConfig config)
        : this(null, config)
    {
    }

    public AmazonBedrockRuntimeClient(AWSCredentials? credentials, AmazonBedrockRuntimeConfig config)
        : base(credentials, config)
    {
    }

    public Task<ConverseResponse> ConverseAsync(ConverseRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ConverseResponse>(request, ConverseRequest.Operation, cancellationToken);
}
