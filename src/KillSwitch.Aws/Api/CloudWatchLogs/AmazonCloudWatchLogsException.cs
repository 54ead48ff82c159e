using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatchLogs;

/// <summary>What the service refused, with its own code and words.</summary>
public class AmazonCloudWatchLogsException : AmazonServiceException
{
    public AmazonCloudWatchLogsException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
