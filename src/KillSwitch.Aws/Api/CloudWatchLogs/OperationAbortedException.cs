using Amazon.Runtime.Internal;

namespace Amazon.CloudWatchLogs.Model;

public class OperationAbortedException : AmazonCloudWatchLogsException
{
    public OperationAbortedException(string message)
        : base(message)
    {
    }

    internal OperationAbortedException(ErrorResponse error)
        : base(error)
    {
    }
}
