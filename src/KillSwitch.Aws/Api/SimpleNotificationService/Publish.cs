using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.SimpleNotificationService.Model;

public class PublishRequest : AmazonSimpleNotificationServiceRequest
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

public class PublishResponse : AmazonWebServiceResponse
{
    public string MessageId { get; set; } = "";
}
