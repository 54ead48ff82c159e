using Amazon.Runtime.Internal;

namespace Amazon.CloudWatchLogs.Model;

public class MalformedQueryException : AmazonCloudWatchLogsException
{
    public MalformedQueryException(string message)
        : base(message)
    {
    }

    internal MalformedQueryException(ErrorResponse error)
        : base(error)
    {
    }
}
