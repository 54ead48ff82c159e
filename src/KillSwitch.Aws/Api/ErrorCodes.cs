using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KillSwitch.Aws.Api;

/// <summary>A service's typed exceptions by the error code that stands for each; any other code is the service's own exception.</summary>
internal sealed class ErrorCodes(
    Func<ErrorResponse, AmazonServiceException> other,
    IReadOnlyDictionary<string, Func<ErrorResponse, AmazonServiceException>> known)
{
    public AmazonServiceException ToException(ErrorResponse error, Exception innerException, HttpStatusCode statusCode)
    {
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        return known.GetValueOrDefault(error.Code ?? "", other)(error);
    }
}
