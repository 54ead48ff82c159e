using Amazon.Runtime;

namespace Amazon.SimpleNotificationService.Model;

public class PublishRequest : AmazonWebServiceRequest
{
    public string? TopicArn { get; set; }

    public string? Subject { get; set; }

    public string? Message { get; set; }

    public string? MessageStructure { get; set; }
}

public class PublishResponse : AmazonWebServiceResponse
{
    public string? MessageId { get; set; }
}
