using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

public class ResourceNotFoundException : AmazonCloudWatchLogsException
{
    public ResourceNotFoundException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

public class LimitExceededException : AmazonCloudWatchLogsException
{
    public LimitExceededException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

public class InvalidParameterException : AmazonCloudWatchLogsException
{
    public InvalidParameterException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
