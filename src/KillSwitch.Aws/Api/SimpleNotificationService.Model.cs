using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.SimpleNotificationService.Model;

internal sealed class ListSubscriptionsByTopicRequest : AmazonWebServiceRequest
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

internal sealed class ListSubscriptionsByTopicResponse : AmazonWebServiceResponse
{
    public List<Subscription>? Subscriptions { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class PublishRequest : AmazonWebServiceRequest
{
    public string? TopicArn { get; set; }

    public string? Subject { get; set; }

    public string? Message { get; set; }

    /// <summary><c>json</c> when the message holds a text for each protocol.</summary>
    public string? MessageStructure { get; set; }

    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    internal static InvokeOptions Operation { get; } = SimpleNotificationService.Protocol.Operation<PublishRequest>(
        "Publish",
        (to, request) => to.Add(nameof(TopicArn), request.TopicArn)
            .Add(nameof(Subject), request.Subject)
            .Add(nameof(Message), request.Message)
            .Add(nameof(MessageStructure), request.MessageStructure)
            .AddMap(nameof(MessageAttributes), request.MessageAttributes, MessageAttributeValue.Write),
        from => new PublishResponse { MessageId = from.Text(nameof(PublishResponse.MessageId)) });
}

internal sealed class PublishResponse : AmazonWebServiceResponse
{
    public string MessageId { get; set; } = "";
}

internal sealed class MessageAttributeValue
{
    /// <summary><c>String</c>, <c>String.Array</c> or <c>Number</c>.</summary>
    public string? DataType { get; set; }

    public string? StringValue { get; set; }

    internal static void Write(QueryParameters to, MessageAttributeValue attribute) =>
        to.Add(nameof(DataType), attribute.DataType).Add(nameof(StringValue), attribute.StringValue);
}

internal sealed class Subscription
{
    /// <summary>No ARN but the word <c>PendingConfirmation</c> while nobody has confirmed it.</summary>
    public string? SubscriptionArn { get; set; }

    /// <summary>Such as <c>email</c>.</summary>
    public string? Protocol { get; set; }

    public string? Endpoint { get; set; }

    internal static Subscription Read(XElement from) => new()
    {
        SubscriptionArn = from.OptionalText(nameof(SubscriptionArn)),
        Protocol = from.OptionalText(nameof(Protocol)),
        Endpoint = from.OptionalText(nameof(Endpoint)),
    };
}
