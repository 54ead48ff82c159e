using System.Net;
using Amazon.Runtime;

namespace Amazon.Budgets;

/// <summary>What the service refused, with its own code and words.</summary>
public class AmazonBudgetsException : AmazonServiceException
{
    public AmazonBudgetsException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
