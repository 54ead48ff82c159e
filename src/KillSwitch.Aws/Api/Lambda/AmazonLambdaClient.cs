using Amazon.Lambda.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.Lambda;

public class AmazonLambdaClient : ServiceClient
{
    public AmazonLambdaClient()
        : this(new AmazonLambdaConfig())
    {
    }

    public AmazonLambdaClient(AmazonLambdaConfig config)
        : this(null, config)
    {
    }

    public AmazonLambdaClient(AWSCredentials? credentials, AmazonLambdaConfig config)
        : base(credentials, config)
    {
    }

    public Task<GetFunctionConcurrencyResponse> GetFunctionConcurrencyAsync(
        GetFunctionConcurrencyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetFunctionConcurrencyResponse>(request, GetFunctionConcurrencyRequest.Operation, cancellationToken);

    public Task<GetFunctionConfigurationResponse> GetFunctionConfigurationAsync(
        GetFunctionConfigurationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetFunctionConfigurationResponse>(request, GetFunctionConfigurationRequest.Operation, cancellationToken);

    public Task<GetPolicyResponse> GetPolicyAsync(
        GetPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetPolicyResponse>(request, GetPolicyRequest.Operation, cancellationToken);
}
