using Amazon.Bedrock.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Rest;

namespace Amazon.Bedrock;

/// <summary>The control plane; its hosts take no inference.</summary>
internal static class BedrockService
{
    public static ServiceIdentity Identity { get; } = new("Bedrock", "2023-04-20", "bedrock", "bedrock");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonBedrockException(error));
}

public class AmazonBedrockConfig() : ServiceConfig(BedrockService.Identity);

internal sealed class AmazonBedrockException(ErrorResponse error) : ServiceException(error);

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

public class CommitmentDuration(string value) : ConstantClass(value)
{
    public static readonly CommitmentDuration OneMonth = new("OneMonth");

    public static readonly CommitmentDuration SixMonths = new("SixMonths");
}

public class CustomModelDeploymentStatus(string value) : ConstantClass(value)
{
    public static readonly CustomModelDeploymentStatus Active = new("Active");
}

public class EvaluationJobStatus(string value) : ConstantClass(value)
{
    public static readonly EvaluationJobStatus InProgress = new("InProgress");
}

public class InferenceProfileStatus(string value) : ConstantClass(value)
{
    public static readonly InferenceProfileStatus ACTIVE = new("ACTIVE");
}

public class InferenceProfileType(string value) : ConstantClass(value)
{
    public static readonly InferenceProfileType APPLICATION = new("APPLICATION");
}

public class ModelCustomizationJobStatus(string value) : ConstantClass(value)
{
    public static readonly ModelCustomizationJobStatus InProgress = new("InProgress");

    public static readonly ModelCustomizationJobStatus Stopped = new("Stopped");
}

public class ModelInvocationJobStatus(string value) : ConstantClass(value)
{
    public static readonly ModelInvocationJobStatus Submitted = new("Submitted");

    public static readonly ModelInvocationJobStatus InProgress = new("InProgress");

    public static readonly ModelInvocationJobStatus Validating = new("Validating");

    public static readonly ModelInvocationJobStatus Scheduled = new("Scheduled");
}

public class ProvisionedModelStatus(string value) : ConstantClass(value)
{
    public static readonly ProvisionedModelStatus InService = new("InService");

    public static readonly ProvisionedModelStatus Failed = new("Failed");
}
