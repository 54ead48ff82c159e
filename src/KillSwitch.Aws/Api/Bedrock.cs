using Amazon.Bedrock.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Rest;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.Bedrock;

/// <summary>The control plane; its hosts take no inference.</summary>
internal static class BedrockService
{
    public static ServiceIdentity Identity { get; } = new("Bedrock", "2023-04-20", "bedrock", "bedrock");

    public static RestProtocol Protocol { get; } = new(Identity, error => new AmazonBedrockException(error));
}

public sealed class AmazonBedrockConfig() : ServiceConfig(BedrockService.Identity);

internal sealed class AmazonBedrockException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonBedrockClient(AWSCredentials? credentials, AmazonBedrockConfig config) : ServiceClient(credentials, config)
{
    internal Task<GetModelInvocationLoggingConfigurationResponse> GetModelInvocationLoggingConfigurationAsync(
        GetModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetModelInvocationLoggingConfigurationResponse>(
            request, GetModelInvocationLoggingConfigurationRequest.Operation, cancellationToken);

    internal Task<PutModelInvocationLoggingConfigurationResponse> PutModelInvocationLoggingConfigurationAsync(
        PutModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutModelInvocationLoggingConfigurationResponse>(
            request, PutModelInvocationLoggingConfigurationRequest.Operation, cancellationToken);

    internal Task<DeleteModelInvocationLoggingConfigurationResponse> DeleteModelInvocationLoggingConfigurationAsync(
        DeleteModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteModelInvocationLoggingConfigurationResponse>(
            request, DeleteModelInvocationLoggingConfigurationRequest.Operation, cancellationToken);

    internal Task<ListInferenceProfilesResponse> ListInferenceProfilesAsync(
        ListInferenceProfilesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListInferenceProfilesResponse>(request, ListInferenceProfilesRequest.Operation, cancellationToken);

    internal Task<ListModelInvocationJobsResponse> ListModelInvocationJobsAsync(
        ListModelInvocationJobsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListModelInvocationJobsResponse>(request, ListModelInvocationJobsRequest.Operation, cancellationToken);

    internal Task<StopModelInvocationJobResponse> StopModelInvocationJobAsync(
        StopModelInvocationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<StopModelInvocationJobResponse>(request, StopModelInvocationJobRequest.Operation, cancellationToken);

    internal Task<GetInferenceProfileResponse> GetInferenceProfileAsync(
        GetInferenceProfileRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetInferenceProfileResponse>(request, GetInferenceProfileRequest.Operation, cancellationToken);

    internal Task<ListTagsForResourceResponse> ListTagsForResourceAsync(
        ListTagsForResourceRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListTagsForResourceResponse>(request, ListTagsForResourceRequest.Operation, cancellationToken);

    internal Task<GetProvisionedModelThroughputResponse> GetProvisionedModelThroughputAsync(
        GetProvisionedModelThroughputRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetProvisionedModelThroughputResponse>(request, GetProvisionedModelThroughputRequest.Operation, cancellationToken);

    internal Task<ListProvisionedModelThroughputsResponse> ListProvisionedModelThroughputsAsync(
        ListProvisionedModelThroughputsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListProvisionedModelThroughputsResponse>(request, ListProvisionedModelThroughputsRequest.Operation, cancellationToken);

    internal Task<GetCustomModelDeploymentResponse> GetCustomModelDeploymentAsync(
        GetCustomModelDeploymentRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetCustomModelDeploymentResponse>(request, GetCustomModelDeploymentRequest.Operation, cancellationToken);

    internal Task<ListCustomModelDeploymentsResponse> ListCustomModelDeploymentsAsync(
        ListCustomModelDeploymentsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListCustomModelDeploymentsResponse>(request, ListCustomModelDeploymentsRequest.Operation, cancellationToken);

    internal Task<GetCustomModelResponse> GetCustomModelAsync(
        GetCustomModelRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetCustomModelResponse>(request, GetCustomModelRequest.Operation, cancellationToken);

    internal Task<GetMarketplaceModelEndpointResponse> GetMarketplaceModelEndpointAsync(
        GetMarketplaceModelEndpointRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetMarketplaceModelEndpointResponse>(request, GetMarketplaceModelEndpointRequest.Operation, cancellationToken);

    internal Task<ListEvaluationJobsResponse> ListEvaluationJobsAsync(
        ListEvaluationJobsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListEvaluationJobsResponse>(request, ListEvaluationJobsRequest.Operation, cancellationToken);

    internal Task<GetEvaluationJobResponse> GetEvaluationJobAsync(
        GetEvaluationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetEvaluationJobResponse>(request, GetEvaluationJobRequest.Operation, cancellationToken);

    internal Task<StopEvaluationJobResponse> StopEvaluationJobAsync(
        StopEvaluationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<StopEvaluationJobResponse>(request, StopEvaluationJobRequest.Operation, cancellationToken);

    internal Task<ListModelCustomizationJobsResponse> ListModelCustomizationJobsAsync(
        ListModelCustomizationJobsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListModelCustomizationJobsResponse>(request, ListModelCustomizationJobsRequest.Operation, cancellationToken);

    internal Task<GetModelCustomizationJobResponse> GetModelCustomizationJobAsync(
        GetModelCustomizationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetModelCustomizationJobResponse>(request, GetModelCustomizationJobRequest.Operation, cancellationToken);

    internal Task<StopModelCustomizationJobResponse> StopModelCustomizationJobAsync(
        StopModelCustomizationJobRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<StopModelCustomizationJobResponse>(request, StopModelCustomizationJobRequest.Operation, cancellationToken);

    internal Task<ListFoundationModelsResponse> ListFoundationModelsAsync(
        ListFoundationModelsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListFoundationModelsResponse>(request, ListFoundationModelsRequest.Operation, cancellationToken);

    internal Task<ListFoundationModelAgreementOffersResponse> ListFoundationModelAgreementOffersAsync(
        ListFoundationModelAgreementOffersRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListFoundationModelAgreementOffersResponse>(
            request, ListFoundationModelAgreementOffersRequest.Operation, cancellationToken);
}

internal sealed class CommitmentDuration(string value) : ConstantClass(value)
{
    public static readonly CommitmentDuration OneMonth = new("OneMonth");

    public static readonly CommitmentDuration SixMonths = new("SixMonths");
}

internal sealed class CustomModelDeploymentStatus(string value) : ConstantClass(value)
{
    public static readonly CustomModelDeploymentStatus Active = new("Active");
}

internal sealed class EvaluationJobStatus(string value) : ConstantClass(value)
{
    public static readonly EvaluationJobStatus InProgress = new("InProgress");
}

internal sealed class InferenceProfileStatus(string value) : ConstantClass(value)
{
    public static readonly InferenceProfileStatus ACTIVE = new("ACTIVE");
}

internal sealed class InferenceProfileType(string value) : ConstantClass(value)
{
    public static readonly InferenceProfileType APPLICATION = new("APPLICATION");

    public static readonly InferenceProfileType SYSTEM_DEFINED = new("SYSTEM_DEFINED");
}

internal sealed class ModelCustomizationJobStatus(string value) : ConstantClass(value)
{
    public static readonly ModelCustomizationJobStatus InProgress = new("InProgress");

    public static readonly ModelCustomizationJobStatus Stopped = new("Stopped");
}

internal sealed class ModelInvocationJobStatus(string value) : ConstantClass(value)
{
    public static readonly ModelInvocationJobStatus Submitted = new("Submitted");

    public static readonly ModelInvocationJobStatus InProgress = new("InProgress");

    public static readonly ModelInvocationJobStatus Validating = new("Validating");

    public static readonly ModelInvocationJobStatus Scheduled = new("Scheduled");

    public static readonly ModelInvocationJobStatus Completed = new("Completed");

    public static readonly ModelInvocationJobStatus PartiallyCompleted = new("PartiallyCompleted");

    public static readonly ModelInvocationJobStatus Stopped = new("Stopped");

    public static readonly ModelInvocationJobStatus Expired = new("Expired");

    public static readonly ModelInvocationJobStatus Failed = new("Failed");
}

internal sealed class ProvisionedModelStatus(string value) : ConstantClass(value)
{
    public static readonly ProvisionedModelStatus InService = new("InService");

    public static readonly ProvisionedModelStatus Failed = new("Failed");
}
