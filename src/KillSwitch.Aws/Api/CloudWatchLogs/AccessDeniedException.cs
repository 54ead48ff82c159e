using Amazon.Runtime.Internal;

namespace Amazon.CloudWatchLogs.Model;

public class AccessDeniedException : AmazonCloudWatchLogsException
{
    public AccessDeniedException(string message)
        : base(message)
    {
    }

    internal AccessDeniedException(ErrorResponse error)
        : base(error)
    {
    }
}
