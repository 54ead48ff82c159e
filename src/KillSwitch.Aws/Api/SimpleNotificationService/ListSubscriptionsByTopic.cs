using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.SimpleNotificationService.Model;

public class ListSubscriptionsByTopicRequest : AmazonSimpleNotificationServiceRequest
{
    public string? TopicArn { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = SimpleNotificationService.Protocol.Operation<ListSubscriptionsByTopicRequest>(
        "ListSubscriptionsByTopic",
        (to, request) => to.Add(nameof(TopicArn), request.TopicArn)
            .Add(nameof(NextToken), request.NextToken),
        from => new ListSubscriptionsByTopicResponse
        {
            Subscriptions = from.Members(nameof(ListSubscriptionsByTopicResponse.Subscriptions), Subscription.Read),
            NextToken = from.OptionalText(nameof(ListSubscriptionsByTopicResponse.NextToken)),
        });
}

public class ListSubscriptionsByTopicResponse : AmazonWebServiceResponse
{
    public List<Subscription>? Subscriptions { get; set; }

    public string? NextToken { get; set; }
}
