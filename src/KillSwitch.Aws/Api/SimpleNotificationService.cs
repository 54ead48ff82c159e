using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleNotificationService.Model;
using KillSwitch.Aws.Api.Query;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.SimpleNotificationService;

internal static class SimpleNotificationService
{
    public static ServiceIdentity Identity { get; } = new("SNS", "2010-03-31", "sns", "sns")
    {
        Hosts = [HostRule.GovCloud with { DualStack = false }],
    };

    public static QueryProtocol Protocol { get; } = new(Identity, error => new AmazonSimpleNotificationServiceException(error));
}

public sealed class AmazonSimpleNotificationServiceConfig() : ServiceConfig(SimpleNotificationService.Identity);

internal sealed class AmazonSimpleNotificationServiceException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonSimpleNotificationServiceClient(
    AWSCredentials? credentials, AmazonSimpleNotificationServiceConfig config) : ServiceClient(credentials, config)
{
    internal Task<PublishResponse> PublishAsync(PublishRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PublishResponse>(request, PublishRequest.Operation, cancellationToken);

    internal Task<ListSubscriptionsByTopicResponse> ListSubscriptionsByTopicAsync(
        ListSubscriptionsByTopicRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListSubscriptionsByTopicResponse>(request, ListSubscriptionsByTopicRequest.Operation, cancellationToken);
}
