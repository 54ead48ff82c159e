using System.Net;
using Amazon.Runtime;

namespace Amazon.Budgets.Model;

public class NotFoundException : AmazonBudgetsException
{
    public NotFoundException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

public class AccessDeniedException : AmazonBudgetsException
{
    public AccessDeniedException(string message, Exception? innerException, ErrorType errorType, string errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
