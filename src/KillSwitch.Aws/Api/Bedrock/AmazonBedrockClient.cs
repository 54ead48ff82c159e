using System.Text.Json;
using Amazon.Bedrock.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.Bedrock;

/// <summary>Bedrock's control plane, as far as the guard uses it; stands in for the official client of the same name.</summary>
public class AmazonBedrockClient : ServiceClient
{
    private const string Logging = "/logging/modelinvocations";

    private static readonly IOperation Get = Of<GetModelInvocationLoggingConfigurationRequest, GetModelInvocationLoggingConfigurationResponse>(
        "GET", null, answer => new() { LoggingConfig = answer.Child("loggingConfig") is { } config ? LoggingConfigJson.Read(config) : null });

    private static readonly IOperation Put = Of<PutModelInvocationLoggingConfigurationRequest, PutModelInvocationLoggingConfigurationResponse>(
        "PUT",
        (request, json) =>
        {
            json.WritePropertyName("loggingConfig");
            LoggingConfigJson.Write(json, request.LoggingConfig ?? new LoggingConfig());
        },
        _ => new());

    private static readonly IOperation Delete = Of<DeleteModelInvocationLoggingConfigurationRequest, DeleteModelInvocationLoggingConfigurationResponse>(
        "DELETE", null, _ => new());

    public AmazonBedrockClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonBedrockConfig { RegionEndpoint = region })
    {
    }

    public AmazonBedrockClient(AWSCredentials credentials, AmazonBedrockConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <summary>One setting for an account and region; null when there is none.</summary>
    public virtual Task<GetModelInvocationLoggingConfigurationResponse> GetModelInvocationLoggingConfigurationAsync(GetModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<GetModelInvocationLoggingConfigurationRequest, GetModelInvocationLoggingConfigurationResponse>(request, Get, cancellationToken);

    /// <summary>Overwrites what is there.</summary>
    public virtual Task<PutModelInvocationLoggingConfigurationResponse> PutModelInvocationLoggingConfigurationAsync(PutModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<PutModelInvocationLoggingConfigurationRequest, PutModelInvocationLoggingConfigurationResponse>(request, Put, cancellationToken);

    public virtual Task<DeleteModelInvocationLoggingConfigurationResponse> DeleteModelInvocationLoggingConfigurationAsync(DeleteModelInvocationLoggingConfigurationRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DeleteModelInvocationLoggingConfigurationRequest, DeleteModelInvocationLoggingConfigurationResponse>(request, Delete, cancellationToken);

    private static JsonOperation<TRequest, TResponse> Of<TRequest, TResponse>(string method, Action<TRequest, Utf8JsonWriter>? write, Func<JsonElement, TResponse> read)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse =>
        new(AmazonBedrockConfig.Bedrock, null, method, Logging, write, read, Error);

    private static AmazonBedrockException Error(ServiceError error) => error.Code switch
    {
        "ValidationException" => new ValidationException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "AccessDeniedException" => new AccessDeniedException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonBedrockException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };
}
