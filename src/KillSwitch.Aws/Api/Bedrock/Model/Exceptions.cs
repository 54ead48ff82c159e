using System.Net;
using Amazon.Runtime;

namespace Amazon.Bedrock.Model;

public class ValidationException : AmazonBedrockException
{
    public ValidationException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

public class AccessDeniedException : AmazonBedrockException
{
    public AccessDeniedException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
