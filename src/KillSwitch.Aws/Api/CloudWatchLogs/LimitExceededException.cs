using Amazon.Runtime.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>The log group has as many filters, or the account as many queries, as it may have.</summary>
public class LimitExceededException : AmazonCloudWatchLogsException
{
    public LimitExceededException(string message)
        : base(message)
    {
    }

    internal LimitExceededException(ErrorResponse error)
        : base(error)
    {
    }
}
