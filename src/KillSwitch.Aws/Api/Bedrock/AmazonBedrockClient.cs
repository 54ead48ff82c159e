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

    public Task<GetProvisionedModelThroughputResponse> GetProvisionedModelThroughputAsync(
        GetProvisionedModelThroughputRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetProvisionedModelThroughputResponse>(request, GetProvisionedModelThroughputRequest.Operation, cancellationToken);

    public Task<ListProvisionedModelThroughputsResponse> ListProvisionedModelThroughputsAsync(
        ListProvisionedModelThroughputsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListProvisionedModelThroughputsResponse>(request, ListProvisionedModelThroughputsRequest.Operation, cancellationToken);

    public Task<GetCustomModelDeploymentResponse> GetCustomModelDeploymentAsync(
        GetCustomModelDeploymentRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetCustomModelDeploymentResponse>(request, GetCustomModelDeploymentRequest.Operation, cancellationToken);

    public Task<ListCustomModelDeploymentsResponse> ListCustomModelDeploymentsAsync(
        ListCustomModelDeploymentsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListCustomModelDeploymentsResponse>(request, ListCustomModelDeploymentsRequest.Operation, cancellationToken);

    public Task<GetCustomModelResponse> GetCustomModelAsync(
        GetCustomModelRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetCustomModelResponse>(request, GetCustomModelRequest.Operation, cancellationToken);

    public Task<GetMarketplaceModelEndpointResponse> GetMarketplaceModelEndpointAsync(
        GetMarketplaceModelEndpointRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetMarketplaceModelEndpointResponse>(request, GetMarketplaceModelEndpointRequest.Operation, cancellationToken);

    public Task<ListEvaluationJobsResponse> ListEvaluationJobsAsync(
        ListEvaluationJobsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListEvaluationJobsResponse>(request, ListEvaluationJobsRequest.Operation, cancellationToken);

    public Task<GetEvaluationJobResponse> GetEvaluationJobAsync(
        GetEvaluationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetEvaluationJobResponse>(request, GetEvaluationJobRequest.Operation, cancellationToken);

    public Task<StopEvaluationJobResponse> StopEvaluationJobAsync(
        StopEvaluationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<StopEvaluationJobResponse>(request, StopEvaluationJobRequest.Operation, cancellationToken);

    public Task<ListModelCustomizationJobsResponse> ListModelCustomizationJobsAsync(
        ListModelCustomizationJobsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListModelCustomizationJobsResponse>(request, ListModelCustomizationJobsRequest.Operation, cancellationToken);

    public Task<GetModelCustomizationJobResponse> GetModelCustomizationJobAsync(
        GetModelCustomizationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetModelCustomizationJobResponse>(request, GetModelCustomizationJobRequest.Operation, cancellationToken);

    public Task<StopModelCustomizationJobResponse> StopModelCustomizationJobAsync(
        StopModelCustomizationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<StopModelCustomizationJobResponse>(request, StopModelCustomizationJobRequest.Operation, cancellationToken);
}
