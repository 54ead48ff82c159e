using Amazon.Runtime.Internal;

namespace Amazon.SimpleNotificationService.Model;

public class AuthorizationErrorException : AmazonSimpleNotificationServiceException
{
    public AuthorizationErrorException(string message)
        : base(message)
    {
    }

    internal AuthorizationErrorException(ErrorResponse error)
        : base(error)
    {
    }
}
