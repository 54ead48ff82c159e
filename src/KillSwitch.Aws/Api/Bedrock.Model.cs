using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

internal sealed class DeleteModelInvocationLoggingConfigurationRequest : AmazonWebServiceRequest
{
    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<DeleteModelInvocationLoggingConfigurationRequest>(
        "DELETE /logging/modelinvocations",
        (_, _) => { },
        _ => new DeleteModelInvocationLoggingConfigurationResponse());
}

internal sealed class DeleteModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse;

internal sealed class GetCustomModelRequest : AmazonWebServiceRequest
{
    /// <summary>Name or ARN.</summary>
    public string? ModelIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetCustomModelRequest>(
        "GET /custom-models/{modelIdentifier}",
        (to, request) => to.Path("modelIdentifier", request.ModelIdentifier),
        from => new GetCustomModelResponse
        {
            ModelArn = from.Text("modelArn"),
            ModelName = from.Text("modelName"),
            BaseModelArn = from.OptionalText("baseModelArn"),
        });
}

internal sealed class GetCustomModelResponse : AmazonWebServiceResponse
{
    public string ModelArn { get; set; } = "";

    public string ModelName { get; set; } = "";

    /// <summary>A foundation model, or another custom one.</summary>
    public string? BaseModelArn { get; set; }
}

internal sealed class GetCustomModelDeploymentRequest : AmazonWebServiceRequest
{
    /// <summary>Name or ARN.</summary>
    public string? CustomModelDeploymentIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetCustomModelDeploymentRequest>(
        "GET /model-customization/custom-model-deployments/{customModelDeploymentIdentifier}",
        (to, request) => to.Path("customModelDeploymentIdentifier", request.CustomModelDeploymentIdentifier),
        from => new GetCustomModelDeploymentResponse
        {
            CustomModelDeploymentArn = from.Text("customModelDeploymentArn"),
            ModelDeploymentName = from.Text("modelDeploymentName"),
            ModelArn = from.Text("modelArn"),
            Status = from.OptionalText("status") is { } status ? new CustomModelDeploymentStatus(status) : null,
        });
}

internal sealed class GetCustomModelDeploymentResponse : AmazonWebServiceResponse
{
    public string CustomModelDeploymentArn { get; set; } = "";

    public string ModelDeploymentName { get; set; } = "";

    /// <summary>The custom model.</summary>
    public string ModelArn { get; set; } = "";

    public CustomModelDeploymentStatus? Status { get; set; }
}

internal sealed class GetEvaluationJobRequest : AmazonWebServiceRequest
{
    /// <summary>Its ARN.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetEvaluationJobRequest>(
        "GET /evaluation-jobs/{jobIdentifier}",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        from => new GetEvaluationJobResponse
        {
            JobArn = from.Text("jobArn"),
            JobName = from.Text("jobName"),
            RoleArn = from.OptionalText("roleArn"),
            Status = from.OptionalText("status") is { } status ? new EvaluationJobStatus(status) : null,
        });
}

internal sealed class GetEvaluationJobResponse : AmazonWebServiceResponse
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    /// <summary>The service role that it runs with.</summary>
    public string? RoleArn { get; set; }

    public EvaluationJobStatus? Status { get; set; }
}

internal sealed class GetInferenceProfileRequest : AmazonWebServiceRequest
{
    /// <summary>Id or ARN.</summary>
    public string? InferenceProfileIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetInferenceProfileRequest>(
        "GET /inference-profiles/{inferenceProfileIdentifier}",
        (to, request) => to.Path("inferenceProfileIdentifier", request.InferenceProfileIdentifier),
        from => new GetInferenceProfileResponse
        {
            InferenceProfileName = from.Text("inferenceProfileName"),
            InferenceProfileArn = from.Text("inferenceProfileArn"),
            InferenceProfileId = from.Text("inferenceProfileId"),
            Models = from.Members("models", InferenceProfileModel.Read),
            Status = from.OptionalText("status") is { } status ? new InferenceProfileStatus(status) : null,
            CreatedAt = from.OptionalTime("createdAt"),
        });
}

internal sealed class GetInferenceProfileResponse : AmazonWebServiceResponse
{
    public string InferenceProfileName { get; set; } = "";

    public string InferenceProfileArn { get; set; } = "";

    public string InferenceProfileId { get; set; } = "";

    public List<InferenceProfileModel>? Models { get; set; }

    public InferenceProfileStatus? Status { get; set; }

    public DateTime? CreatedAt { get; set; }
}

internal sealed class GetMarketplaceModelEndpointRequest : AmazonWebServiceRequest
{
    public string? EndpointArn { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetMarketplaceModelEndpointRequest>(
        "GET /marketplace-model/endpoints/{endpointArn}",
        (to, request) => to.Path("endpointArn", request.EndpointArn),
        from => new GetMarketplaceModelEndpointResponse
        {
            MarketplaceModelEndpoint = from.Optional("marketplaceModelEndpoint", MarketplaceModelEndpoint.Read),
        });
}

internal sealed class GetMarketplaceModelEndpointResponse : AmazonWebServiceResponse
{
    public MarketplaceModelEndpoint? MarketplaceModelEndpoint { get; set; }
}

internal sealed class GetModelCustomizationJobRequest : AmazonWebServiceRequest
{
    /// <summary>Its ARN, its name, or the last part of its ARN.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetModelCustomizationJobRequest>(
        "GET /model-customization-jobs/{jobIdentifier}",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        from => new GetModelCustomizationJobResponse
        {
            JobArn = from.Text("jobArn"),
            JobName = from.Text("jobName"),
            RoleArn = from.OptionalText("roleArn"),
            Status = from.OptionalText("status") is { } status ? new ModelCustomizationJobStatus(status) : null,
        });
}

internal sealed class GetModelCustomizationJobResponse : AmazonWebServiceResponse
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    /// <summary>The service role that it runs with.</summary>
    public string? RoleArn { get; set; }

    public ModelCustomizationJobStatus? Status { get; set; }
}

internal sealed class GetModelInvocationLoggingConfigurationRequest : AmazonWebServiceRequest
{
    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetModelInvocationLoggingConfigurationRequest>(
        "GET /logging/modelinvocations",
        (_, _) => { },
        from => new GetModelInvocationLoggingConfigurationResponse { LoggingConfig = from.Optional("loggingConfig", LoggingConfig.Read) });
}

internal sealed class GetModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse
{
    /// <summary>Where logging is off: null, or without any destination.</summary>
    public LoggingConfig? LoggingConfig { get; set; }
}

internal sealed class GetProvisionedModelThroughputRequest : AmazonWebServiceRequest
{
    /// <summary>Name or ARN.</summary>
    public string? ProvisionedModelId { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetProvisionedModelThroughputRequest>(
        "GET /provisioned-model-throughput/{provisionedModelId}",
        (to, request) => to.Path("provisionedModelId", request.ProvisionedModelId),
        from => new GetProvisionedModelThroughputResponse
        {
            ProvisionedModelName = from.Text("provisionedModelName"),
            ProvisionedModelArn = from.Text("provisionedModelArn"),
            ModelArn = from.Text("modelArn"),
            FoundationModelArn = from.Text("foundationModelArn"),
            ModelUnits = from.OptionalInt("modelUnits"),
            Status = from.OptionalText("status") is { } status ? new ProvisionedModelStatus(status) : null,
            CommitmentDuration = from.OptionalText("commitmentDuration") is { } duration ? new CommitmentDuration(duration) : null,
        });
}

internal sealed class GetProvisionedModelThroughputResponse : AmazonWebServiceResponse
{
    public string ProvisionedModelName { get; set; } = "";

    public string ProvisionedModelArn { get; set; } = "";

    public string ModelArn { get; set; } = "";

    /// <summary>Of a custom model, the model that it was made from.</summary>
    public string FoundationModelArn { get; set; } = "";

    public int? ModelUnits { get; set; }

    public ProvisionedModelStatus? Status { get; set; }

    /// <summary>Null for none: by the hour.</summary>
    public CommitmentDuration? CommitmentDuration { get; set; }
}

internal sealed class ListCustomModelDeploymentsRequest : AmazonWebServiceRequest
{
    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListCustomModelDeploymentsRequest>(
        "GET /model-customization/custom-model-deployments",
        (to, request) => to.Query("nextToken", request.NextToken),
        from => new ListCustomModelDeploymentsResponse
        {
            ModelDeploymentSummaries = from.Members("modelDeploymentSummaries", CustomModelDeploymentSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class ListCustomModelDeploymentsResponse : AmazonWebServiceResponse
{
    public List<CustomModelDeploymentSummary>? ModelDeploymentSummaries { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ListEvaluationJobsRequest : AmazonWebServiceRequest
{
    public EvaluationJobStatus? StatusEquals { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListEvaluationJobsRequest>(
        "GET /evaluation-jobs",
        (to, request) => to.Query("statusEquals", request.StatusEquals?.Value)
            .Query("maxResults", request.MaxResults)
            .Query("nextToken", request.NextToken),
        from => new ListEvaluationJobsResponse
        {
            JobSummaries = from.Members("jobSummaries", EvaluationSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class ListEvaluationJobsResponse : AmazonWebServiceResponse
{
    public List<EvaluationSummary>? JobSummaries { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ListInferenceProfilesRequest : AmazonWebServiceRequest
{
    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public InferenceProfileType? TypeEquals { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListInferenceProfilesRequest>(
        "GET /inference-profiles",
        (to, request) => to.Query("maxResults", request.MaxResults)
            .Query("nextToken", request.NextToken)
            .Query("type", request.TypeEquals?.Value),
        from => new ListInferenceProfilesResponse
        {
            InferenceProfileSummaries = from.Members("inferenceProfileSummaries", InferenceProfileSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class ListInferenceProfilesResponse : AmazonWebServiceResponse
{
    public List<InferenceProfileSummary>? InferenceProfileSummaries { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ListTagsForResourceRequest : AmazonWebServiceRequest
{
    public string? ResourceARN { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListTagsForResourceRequest>(
        "POST /listTagsForResource",
        (to, request) => to.Body(body => body.Add("resourceARN", request.ResourceARN)),
        from => new ListTagsForResourceResponse { Tags = from.Members("tags", Tag.Read) });
}

internal sealed class ListTagsForResourceResponse : AmazonWebServiceResponse
{
    public List<Tag>? Tags { get; set; }
}

internal sealed class Tag
{
    public string Key { get; set; } = "";

    public string Value { get; set; } = "";

    internal static Tag Read(JsonElement from) => new() { Key = from.Text("key"), Value = from.Text("value") };
}

internal sealed class ListModelCustomizationJobsRequest : AmazonWebServiceRequest
{
    public ModelCustomizationJobStatus? StatusEquals { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListModelCustomizationJobsRequest>(
        "GET /model-customization-jobs",
        (to, request) => to.Query("statusEquals", request.StatusEquals?.Value)
            .Query("nextToken", request.NextToken),
        from => new ListModelCustomizationJobsResponse
        {
            ModelCustomizationJobSummaries = from.Members("modelCustomizationJobSummaries", ModelCustomizationJobSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class ListModelCustomizationJobsResponse : AmazonWebServiceResponse
{
    public List<ModelCustomizationJobSummary>? ModelCustomizationJobSummaries { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ListModelInvocationJobsRequest : AmazonWebServiceRequest
{
    public DateTime? SubmitTimeAfter { get; set; }

    public ModelInvocationJobStatus? StatusEquals { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListModelInvocationJobsRequest>(
        "GET /model-invocation-jobs",
        (to, request) => to.Query("submitTimeAfter", request.SubmitTimeAfter)
            .Query("statusEquals", request.StatusEquals?.Value)
            .Query("nextToken", request.NextToken),
        from => new ListModelInvocationJobsResponse
        {
            InvocationJobSummaries = from.Members("invocationJobSummaries", ModelInvocationJobSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class ListModelInvocationJobsResponse : AmazonWebServiceResponse
{
    public List<ModelInvocationJobSummary>? InvocationJobSummaries { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ListProvisionedModelThroughputsRequest : AmazonWebServiceRequest
{
    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListProvisionedModelThroughputsRequest>(
        "GET /provisioned-model-throughputs",
        (to, request) => to.Query("maxResults", request.MaxResults)
            .Query("nextToken", request.NextToken),
        from => new ListProvisionedModelThroughputsResponse
        {
            ProvisionedModelSummaries = from.Members("provisionedModelSummaries", ProvisionedModelSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class ListProvisionedModelThroughputsResponse : AmazonWebServiceResponse
{
    public List<ProvisionedModelSummary>? ProvisionedModelSummaries { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class PutModelInvocationLoggingConfigurationRequest : AmazonWebServiceRequest
{
    public LoggingConfig? LoggingConfig { get; set; }

    internal static InvokeOptions Operation { get; } =
        BedrockService.Protocol.Operation<PutModelInvocationLoggingConfigurationRequest>(
            "PUT /logging/modelinvocations",
            (to, request) => to.Body(body => body.Add("loggingConfig", request.LoggingConfig, LoggingConfig.Write)),
            _ => new PutModelInvocationLoggingConfigurationResponse());
}

internal sealed class PutModelInvocationLoggingConfigurationResponse : AmazonWebServiceResponse;

internal sealed class StopEvaluationJobRequest : AmazonWebServiceRequest
{
    /// <summary>Its ARN.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<StopEvaluationJobRequest>(
        "POST /evaluation-job/{jobIdentifier}/stop",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        _ => new StopEvaluationJobResponse());
}

internal sealed class StopEvaluationJobResponse : AmazonWebServiceResponse;

internal sealed class StopModelCustomizationJobRequest : AmazonWebServiceRequest
{
    /// <summary>Its ARN, its name, or the last part of its ARN.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<StopModelCustomizationJobRequest>(
        "POST /model-customization-jobs/{jobIdentifier}/stop",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        _ => new StopModelCustomizationJobResponse());
}

internal sealed class StopModelCustomizationJobResponse : AmazonWebServiceResponse;

internal sealed class StopModelInvocationJobRequest : AmazonWebServiceRequest
{
    /// <summary>Its ARN, or the last part of it.</summary>
    public string? JobIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<StopModelInvocationJobRequest>(
        "POST /model-invocation-job/{jobIdentifier}/stop",
        (to, request) => to.Path("jobIdentifier", request.JobIdentifier),
        _ => new StopModelInvocationJobResponse());
}

internal sealed class StopModelInvocationJobResponse : AmazonWebServiceResponse;

public sealed class CloudWatchConfig
{
    public string LogGroupName { get; set; } = "";

    public string RoleArn { get; set; } = "";

    public S3Config? LargeDataDeliveryS3Config { get; set; }

    internal static CloudWatchConfig Read(JsonElement from) => new()
    {
        LogGroupName = from.Text("logGroupName"),
        RoleArn = from.Text("roleArn"),
        LargeDataDeliveryS3Config = from.Optional("largeDataDeliveryS3Config", S3Config.Read),
    };

    internal static void Write(Utf8JsonWriter to, CloudWatchConfig cloudWatchConfig) =>
        to.Add("logGroupName", cloudWatchConfig.LogGroupName)
            .Add("roleArn", cloudWatchConfig.RoleArn)
            .Add("largeDataDeliveryS3Config", cloudWatchConfig.LargeDataDeliveryS3Config, S3Config.Write);
}

internal sealed class CustomModelDeploymentSummary
{
    public string CustomModelDeploymentArn { get; set; } = "";

    public string CustomModelDeploymentName { get; set; } = "";

    /// <summary>The custom model.</summary>
    public string ModelArn { get; set; } = "";

    internal static CustomModelDeploymentSummary Read(JsonElement from) => new()
    {
        CustomModelDeploymentArn = from.Text("customModelDeploymentArn"),
        CustomModelDeploymentName = from.Text("customModelDeploymentName"),
        ModelArn = from.Text("modelArn"),
    };
}

internal sealed class EvaluationInferenceConfigSummary
{
    public EvaluationModelConfigSummary? ModelConfigSummary { get; set; }

    internal static EvaluationInferenceConfigSummary Read(JsonElement from) => new()
    {
        ModelConfigSummary = from.Optional("modelConfigSummary", EvaluationModelConfigSummary.Read),
    };
}

internal sealed class EvaluationModelConfigSummary
{
    public List<string>? BedrockModelIdentifiers { get; set; }

    internal static EvaluationModelConfigSummary Read(JsonElement from) => new()
    {
        BedrockModelIdentifiers = from.Texts("bedrockModelIdentifiers"),
    };
}

internal sealed class EvaluationSummary
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    public EvaluationJobStatus? Status { get; set; }

    public DateTime? CreationTime { get; set; }

    public List<string>? ModelIdentifiers { get; set; }

    public List<string>? EvaluatorModelIdentifiers { get; set; }

    public List<string>? CustomMetricsEvaluatorModelIdentifiers { get; set; }

    public EvaluationInferenceConfigSummary? InferenceConfigSummary { get; set; }

    internal static EvaluationSummary Read(JsonElement from) => new()
    {
        JobArn = from.Text("jobArn"),
        JobName = from.Text("jobName"),
        Status = from.OptionalText("status") is { } status ? new EvaluationJobStatus(status) : null,
        CreationTime = from.OptionalTime("creationTime"),
        ModelIdentifiers = from.Texts("modelIdentifiers"),
        EvaluatorModelIdentifiers = from.Texts("evaluatorModelIdentifiers"),
        CustomMetricsEvaluatorModelIdentifiers = from.Texts("customMetricsEvaluatorModelIdentifiers"),
        InferenceConfigSummary = from.Optional("inferenceConfigSummary", EvaluationInferenceConfigSummary.Read),
    };
}

internal sealed class InferenceProfileModel
{
    public string? ModelArn { get; set; }

    internal static InferenceProfileModel Read(JsonElement from) => new()
    {
        ModelArn = from.OptionalText("modelArn"),
    };
}

internal sealed class InferenceProfileSummary
{
    public string InferenceProfileName { get; set; } = "";

    public string InferenceProfileArn { get; set; } = "";

    public string InferenceProfileId { get; set; } = "";

    public List<InferenceProfileModel>? Models { get; set; }

    public InferenceProfileType? Type { get; set; }

    internal static InferenceProfileSummary Read(JsonElement from) => new()
    {
        InferenceProfileName = from.Text("inferenceProfileName"),
        InferenceProfileArn = from.Text("inferenceProfileArn"),
        InferenceProfileId = from.Text("inferenceProfileId"),
        Models = from.Members("models", InferenceProfileModel.Read),
        Type = from.OptionalText("type") is { } type ? new InferenceProfileType(type) : null,
    };
}

/// <summary>Every member, because it is read, kept and put back as it was.</summary>
public sealed class LoggingConfig
{
    public CloudWatchConfig? CloudWatchConfig { get; set; }

    public S3Config? S3Config { get; set; }

    public bool? TextDataDeliveryEnabled { get; set; }

    public bool? ImageDataDeliveryEnabled { get; set; }

    public bool? EmbeddingDataDeliveryEnabled { get; set; }

    public bool? VideoDataDeliveryEnabled { get; set; }

    public bool? AudioDataDeliveryEnabled { get; set; }

    internal static LoggingConfig Read(JsonElement from) => new()
    {
        CloudWatchConfig = from.Optional("cloudWatchConfig", CloudWatchConfig.Read),
        S3Config = from.Optional("s3Config", S3Config.Read),
        TextDataDeliveryEnabled = from.OptionalBool("textDataDeliveryEnabled"),
        ImageDataDeliveryEnabled = from.OptionalBool("imageDataDeliveryEnabled"),
        EmbeddingDataDeliveryEnabled = from.OptionalBool("embeddingDataDeliveryEnabled"),
        VideoDataDeliveryEnabled = from.OptionalBool("videoDataDeliveryEnabled"),
        AudioDataDeliveryEnabled = from.OptionalBool("audioDataDeliveryEnabled"),
    };

    internal static void Write(Utf8JsonWriter to, LoggingConfig loggingConfig) =>
        to.Add("cloudWatchConfig", loggingConfig.CloudWatchConfig, CloudWatchConfig.Write)
            .Add("s3Config", loggingConfig.S3Config, S3Config.Write)
            .Add("textDataDeliveryEnabled", loggingConfig.TextDataDeliveryEnabled)
            .Add("imageDataDeliveryEnabled", loggingConfig.ImageDataDeliveryEnabled)
            .Add("embeddingDataDeliveryEnabled", loggingConfig.EmbeddingDataDeliveryEnabled)
            .Add("videoDataDeliveryEnabled", loggingConfig.VideoDataDeliveryEnabled)
            .Add("audioDataDeliveryEnabled", loggingConfig.AudioDataDeliveryEnabled);
}

internal sealed class MarketplaceModelEndpoint
{
    public string EndpointArn { get; set; } = "";

    /// <summary>The ARN of a model in a hub.</summary>
    public string ModelSourceIdentifier { get; set; } = "";

    internal static MarketplaceModelEndpoint Read(JsonElement from) => new()
    {
        EndpointArn = from.Text("endpointArn"),
        ModelSourceIdentifier = from.Text("modelSourceIdentifier"),
    };
}

internal sealed class ModelCustomizationJobSummary
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    public string? BaseModelArn { get; set; }

    public ModelCustomizationJobStatus? Status { get; set; }

    public DateTime? CreationTime { get; set; }

    internal static ModelCustomizationJobSummary Read(JsonElement from) => new()
    {
        JobArn = from.Text("jobArn"),
        JobName = from.Text("jobName"),
        BaseModelArn = from.OptionalText("baseModelArn"),
        Status = from.OptionalText("status") is { } status ? new ModelCustomizationJobStatus(status) : null,
        CreationTime = from.OptionalTime("creationTime"),
    };
}

internal sealed class ModelInvocationJobSummary
{
    public string JobArn { get; set; } = "";

    public string JobName { get; set; } = "";

    public string ModelId { get; set; } = "";

    public string? RoleArn { get; set; }

    public ModelInvocationJobStatus? Status { get; set; }

    public DateTime? SubmitTime { get; set; }

    public DateTime? LastModifiedTime { get; set; }

    public DateTime? EndTime { get; set; }

    public ModelInvocationJobOutputDataConfig? OutputDataConfig { get; set; }

    public long? ProcessedRecordCount { get; set; }

    public long? SuccessRecordCount { get; set; }

    internal static ModelInvocationJobSummary Read(JsonElement from) => new()
    {
        JobArn = from.Text("jobArn"),
        JobName = from.Text("jobName"),
        ModelId = from.Text("modelId"),
        RoleArn = from.OptionalText("roleArn"),
        Status = from.OptionalText("status") is { } status ? new ModelInvocationJobStatus(status) : null,
        SubmitTime = from.OptionalTime("submitTime"),
        LastModifiedTime = from.OptionalTime("lastModifiedTime"),
        EndTime = from.OptionalTime("endTime"),
        OutputDataConfig = from.Optional("outputDataConfig", ModelInvocationJobOutputDataConfig.Read),
        ProcessedRecordCount = from.OptionalLong("processedRecordCount"),
        SuccessRecordCount = from.OptionalLong("successRecordCount"),
    };
}

internal sealed class ModelInvocationJobOutputDataConfig
{
    public ModelInvocationJobS3OutputDataConfig? S3OutputDataConfig { get; set; }

    internal static ModelInvocationJobOutputDataConfig Read(JsonElement from) => new()
    {
        S3OutputDataConfig = from.Optional("s3OutputDataConfig", ModelInvocationJobS3OutputDataConfig.Read),
    };
}

internal sealed class ModelInvocationJobS3OutputDataConfig
{
    public string S3Uri { get; set; } = "";

    /// <summary>Null for the account's own.</summary>
    public string? S3BucketOwner { get; set; }

    internal static ModelInvocationJobS3OutputDataConfig Read(JsonElement from) => new()
    {
        S3Uri = from.Text("s3Uri"),
        S3BucketOwner = from.OptionalText("s3BucketOwner"),
    };
}

internal sealed class ProvisionedModelSummary
{
    public string ProvisionedModelName { get; set; } = "";

    public string ProvisionedModelArn { get; set; } = "";

    public string ModelArn { get; set; } = "";

    public string FoundationModelArn { get; set; } = "";

    public int? ModelUnits { get; set; }

    public ProvisionedModelStatus? Status { get; set; }

    /// <summary>Null for none: by the hour.</summary>
    public CommitmentDuration? CommitmentDuration { get; set; }

    internal static ProvisionedModelSummary Read(JsonElement from) => new()
    {
        ProvisionedModelName = from.Text("provisionedModelName"),
        ProvisionedModelArn = from.Text("provisionedModelArn"),
        ModelArn = from.Text("modelArn"),
        FoundationModelArn = from.Text("foundationModelArn"),
        ModelUnits = from.OptionalInt("modelUnits"),
        Status = from.OptionalText("status") is { } status ? new ProvisionedModelStatus(status) : null,
        CommitmentDuration = from.OptionalText("commitmentDuration") is { } duration ? new CommitmentDuration(duration) : null,
    };
}

public sealed class S3Config
{
    public string BucketName { get; set; } = "";

    public string? KeyPrefix { get; set; }

    internal static S3Config Read(JsonElement from) => new()
    {
        BucketName = from.Text("bucketName"),
        KeyPrefix = from.OptionalText("keyPrefix"),
    };

    internal static void Write(Utf8JsonWriter to, S3Config s3Config) =>
        to.Add("bucketName", s3Config.BucketName)
            .Add("keyPrefix", s3Config.KeyPrefix);
}

internal sealed class ListFoundationModelsRequest : AmazonWebServiceRequest
{
    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListFoundationModelsRequest>(
        "GET /foundation-models",
        (_, _) => { },
        from => new ListFoundationModelsResponse
        {
            ModelSummaries = from.Members("modelSummaries", FoundationModelSummary.Read),
        });
}

internal sealed class ListFoundationModelsResponse : AmazonWebServiceResponse
{
    public List<FoundationModelSummary>? ModelSummaries { get; set; }
}

internal sealed class FoundationModelSummary
{
    public string ModelId { get; set; } = "";

    public string? ModelName { get; set; }

    public List<string>? InputModalities { get; set; }

    public List<string>? OutputModalities { get; set; }

    public List<string>? InferenceTypesSupported { get; set; }

    public bool? ResponseStreamingSupported { get; set; }

    internal static FoundationModelSummary Read(JsonElement from) => new()
    {
        ModelId = from.Text("modelId"),
        ModelName = from.OptionalText("modelName"),
        InputModalities = from.Texts("inputModalities"),
        OutputModalities = from.Texts("outputModalities"),
        InferenceTypesSupported = from.Texts("inferenceTypesSupported"),
        ResponseStreamingSupported = from.OptionalBool("responseStreamingSupported"),
    };
}

internal sealed class ListFoundationModelAgreementOffersRequest : AmazonWebServiceRequest
{
    public string? ModelId { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListFoundationModelAgreementOffersRequest>(
        "GET /list-foundation-model-agreement-offers/{modelId}",
        (to, request) => to.Path("modelId", request.ModelId),
        from => new ListFoundationModelAgreementOffersResponse
        {
            ModelId = from.Text("modelId"),
            Offers = from.Members("offers", Offer.Read),
        });
}

internal sealed class ListFoundationModelAgreementOffersResponse : AmazonWebServiceResponse
{
    public string ModelId { get; set; } = "";

    public List<Offer>? Offers { get; set; }
}

internal sealed class Offer
{
    public string? OfferId { get; set; }

    public TermDetails? TermDetails { get; set; }

    internal static Offer Read(JsonElement from) => new()
    {
        OfferId = from.OptionalText("offerId"),
        TermDetails = from.Optional("termDetails", TermDetails.Read),
    };
}

internal sealed class TermDetails
{
    public PricingTerm? UsageBasedPricingTerm { get; set; }

    internal static TermDetails Read(JsonElement from) => new()
    {
        UsageBasedPricingTerm = from.Optional("usageBasedPricingTerm", PricingTerm.Read),
    };
}

internal sealed class PricingTerm
{
    public List<DimensionalPriceRate>? RateCard { get; set; }

    internal static PricingTerm Read(JsonElement from) => new()
    {
        RateCard = from.Members("rateCard", DimensionalPriceRate.Read),
    };
}

internal sealed class DimensionalPriceRate
{
    public string? Dimension { get; set; }

    public string? Price { get; set; }

    public string? Unit { get; set; }

    internal static DimensionalPriceRate Read(JsonElement from) => new()
    {
        Dimension = from.OptionalText("dimension"),
        Price = from.OptionalText("price"),
        Unit = from.OptionalText("unit"),
    };
}
