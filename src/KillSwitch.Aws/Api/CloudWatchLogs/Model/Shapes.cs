using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

public class PutSubscriptionFilterRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public string? FilterName { get; set; }

    public string? FilterPattern { get; set; }

    public string? DestinationArn { get; set; }
}

public class PutSubscriptionFilterResponse : AmazonWebServiceResponse;

public class DeleteSubscriptionFilterRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public string? FilterName { get; set; }
}

public class DeleteSubscriptionFilterResponse : AmazonWebServiceResponse;

public class DescribeSubscriptionFiltersRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public string? FilterNamePrefix { get; set; }

    public string? NextToken { get; set; }
}

public class DescribeSubscriptionFiltersResponse : AmazonWebServiceResponse
{
    public List<SubscriptionFilter>? SubscriptionFilters { get; set; }

    public string? NextToken { get; set; }
}

public class SubscriptionFilter
{
    public string? FilterName { get; set; }

    public string? FilterPattern { get; set; }

    public string? LogGroupName { get; set; }

    public string? DestinationArn { get; set; }
}
