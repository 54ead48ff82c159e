using Amazon.Runtime;
using Amazon.SimpleNotificationService.Model;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.SimpleNotificationService;

/// <summary>SNS, as far as the guard uses it; stands in for the official client of the same name.</summary>
public class AmazonSimpleNotificationServiceClient : ServiceClient
{
    private static readonly IOperation PublishOperation = new QueryOperation<PublishRequest, PublishResponse>(
        AmazonSimpleNotificationServiceConfig.Sns, "Publish", Write, result => new PublishResponse { MessageId = result.Text("MessageId") }, Error);

    public AmazonSimpleNotificationServiceClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonSimpleNotificationServiceConfig { RegionEndpoint = region })
    {
    }

    public AmazonSimpleNotificationServiceClient(AWSCredentials credentials, AmazonSimpleNotificationServiceConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    public virtual Task<PublishResponse> PublishAsync(PublishRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<PublishRequest, PublishResponse>(request, PublishOperation, cancellationToken);

    private static void Write(PublishRequest request, IDictionary<string, string> form)
    {
        form.Put("TopicArn", request.TopicArn);
        form.Put("Subject", request.Subject);
        form.Put("Message", request.Message);
        form.Put("MessageStructure", request.MessageStructure);
    }

    private static AmazonSimpleNotificationServiceException Error(ServiceError error) => error.Code switch
    {
        "NotFound" => new NotFoundException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "AuthorizationError" => new AuthorizationErrorException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonSimpleNotificationServiceException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };
}
