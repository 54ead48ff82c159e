using Amazon.Bedrock.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.Bedrock;

public class AmazonBedrockClient : ServiceClient
{
    public AmazonBedrockClient()
        : this(new AmazonBedrockConfig())
    {
    }

    public AmazonBedrockClient(AmazonBedrockConfig config)
        : this(null, config)
    {
    }

    public AmazonBedrockClient(AWSCredentials? credentials, AmazonBedrockConfig config)
        : base(credentials, config)
    {
    }

    public Task<GetModelInvocationLoggingConfigurationResponse> GetModelInvocationLoggingConfigurationAsync(
        GetModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetModelInvocationLoggingConfigurationResponse>(
            request, GetModelInvocationLoggingConfigurationRequest.Operation, cancellationToken);

    public Task<PutModelInvocationLoggingConfigurationResponse> PutModelInvocationLoggingConfigurationAsync(
        PutModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutModelInvocationLoggingConfigurationResponse>(
            request, PutModelInvocationLoggingConfigurationRequest.Operation, cancellationToken);

    public Task<DeleteModelInvocationLoggingConfigurationResponse> DeleteModelInvocationLoggingConfigurationAsync(
        DeleteModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteModelInvocationLoggingConfigurationResponse>(
            request, DeleteModelInvocationLoggingConfigurationRequest.Operation, cancellationToken);

    public Task<ListInferenceProfilesResponse> ListInferenceProfilesAsync(
        ListInferenceProfilesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListInferenceProfilesResponse>(request, ListInferenceProfilesRequest.Operation, cancellationToken);

    public Task<ListModelInvocationJobsResponse> ListModelInvocationJobsAsync(
        ListModelInvocationJobsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListModelInvocationJobsResponse>(request, ListModelInvocationJobsRequest.Operation, cancellationToken);

    public Task<StopModelInvocationJobResponse> StopModelInvocationJobAsync(
        StopModelInvocationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<StopModelInvocationJobResponse>(request, StopModelInvocationJobRequest.Operation, cancellationToken);

    public Task<GetInferenceProfileResponse> GetInferenceProfileAsync(
        GetInferenceProfileRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetInferenceProfileResponse>(request, GetInferenceProfileRequest.Operation, cancellationToken);
}
