using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

public class LimitExceededException : AmazonCloudWatchException
{
    public LimitExceededException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

public class InvalidParameterValueException : AmazonCloudWatchException
{
    public InvalidParameterValueException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
