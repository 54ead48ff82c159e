using System.Net;
using Amazon.Runtime;

namespace Amazon.Bedrock;

/// <summary>What the service refused, with its own code and words.</summary>
public class AmazonBedrockException : AmazonServiceException
{
    public AmazonBedrockException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
