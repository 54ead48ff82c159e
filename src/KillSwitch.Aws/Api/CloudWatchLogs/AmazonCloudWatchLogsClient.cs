using System.Text.Json;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.CloudWatchLogs;

/// <summary>CloudWatch Logs, as far as the guard uses it; stands in for the official client of the same name.</summary>
public class AmazonCloudWatchLogsClient : ServiceClient
{
    private static readonly IOperation Put = Of<PutSubscriptionFilterRequest, PutSubscriptionFilterResponse>(
        "PutSubscriptionFilter",
        (request, json) =>
        {
            json.Put("logGroupName", request.LogGroupName);
            json.Put("filterName", request.FilterName);
            json.Put("filterPattern", request.FilterPattern);
            json.Put("destinationArn", request.DestinationArn);
        },
        _ => new());

    private static readonly IOperation Delete = Of<DeleteSubscriptionFilterRequest, DeleteSubscriptionFilterResponse>(
        "DeleteSubscriptionFilter",
        (request, json) =>
        {
            json.Put("logGroupName", request.LogGroupName);
            json.Put("filterName", request.FilterName);
        },
        _ => new());

    private static readonly IOperation Describe = Of<DescribeSubscriptionFiltersRequest, DescribeSubscriptionFiltersResponse>(
        "DescribeSubscriptionFilters",
        (request, json) =>
        {
            json.Put("logGroupName", request.LogGroupName);
            json.Put("filterNamePrefix", request.FilterNamePrefix);
            json.Put("nextToken", request.NextToken);
        },
        answer => new()
        {
            SubscriptionFilters = [.. answer.Members("subscriptionFilters").Select(filter => new SubscriptionFilter
            {
                FilterName = filter.Text("filterName"),
                FilterPattern = filter.Text("filterPattern"),
                LogGroupName = filter.Text("logGroupName"),
                DestinationArn = filter.Text("destinationArn"),
            })],
            NextToken = answer.Text("nextToken"),
        });

    public AmazonCloudWatchLogsClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonCloudWatchLogsConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudWatchLogsClient(AWSCredentials credentials, AmazonCloudWatchLogsConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <exception cref="LimitExceededException">The group has as many filters as it may.</exception>
    public virtual Task<PutSubscriptionFilterResponse> PutSubscriptionFilterAsync(PutSubscriptionFilterRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<PutSubscriptionFilterRequest, PutSubscriptionFilterResponse>(request, Put, cancellationToken);

    /// <exception cref="ResourceNotFoundException">There is no such filter, or no such group.</exception>
    public virtual Task<DeleteSubscriptionFilterResponse> DeleteSubscriptionFilterAsync(DeleteSubscriptionFilterRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DeleteSubscriptionFilterRequest, DeleteSubscriptionFilterResponse>(request, Delete, cancellationToken);

    public virtual Task<DescribeSubscriptionFiltersResponse> DescribeSubscriptionFiltersAsync(DescribeSubscriptionFiltersRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DescribeSubscriptionFiltersRequest, DescribeSubscriptionFiltersResponse>(request, Describe, cancellationToken);

    private static JsonOperation<TRequest, TResponse> Of<TRequest, TResponse>(string name, Action<TRequest, Utf8JsonWriter> write, Func<JsonElement, TResponse> read)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse =>
        new(AmazonCloudWatchLogsConfig.Logs, "Logs_20140328." + name, "POST", "/", write, read, Error);

    private static AmazonCloudWatchLogsException Error(ServiceError error) => error.Code switch
    {
        "ResourceNotFoundException" => new ResourceNotFoundException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "LimitExceededException" => new LimitExceededException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "InvalidParameterException" => new InvalidParameterException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonCloudWatchLogsException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };
}
