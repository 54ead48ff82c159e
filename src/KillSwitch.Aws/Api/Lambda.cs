using Amazon.Lambda.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Rest;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.Lambda;

internal static class LambdaService
{
    public static ServiceIdentity Identity { get; } = new("Lambda", "2015-03-31", "lambda", "lambda");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonLambdaException(error));
}

public sealed class AmazonLambdaConfig() : ServiceConfig(LambdaService.Identity);

internal sealed class AmazonLambdaException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonLambdaClient(AWSCredentials? credentials, AmazonLambdaConfig config) : ServiceClient(credentials, config)
{
    internal Task<GetAccountSettingsResponse> GetAccountSettingsAsync(
        GetAccountSettingsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetAccountSettingsResponse>(request, GetAccountSettingsRequest.Operation, cancellationToken);

    internal Task<GetFunctionConcurrencyResponse> GetFunctionConcurrencyAsync(
        GetFunctionConcurrencyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetFunctionConcurrencyResponse>(request, GetFunctionConcurrencyRequest.Operation, cancellationToken);

    internal Task<GetFunctionConfigurationResponse> GetFunctionConfigurationAsync(
        GetFunctionConfigurationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetFunctionConfigurationResponse>(request, GetFunctionConfigurationRequest.Operation, cancellationToken);

    internal Task<GetPolicyResponse> GetPolicyAsync(
        GetPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetPolicyResponse>(request, GetPolicyRequest.Operation, cancellationToken);
}
