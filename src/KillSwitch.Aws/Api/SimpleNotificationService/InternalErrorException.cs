using Amazon.Runtime.Internal;

namespace Amazon.SimpleNotificationService.Model;

public class InternalErrorException : AmazonSimpleNotificationServiceException
{
    public InternalErrorException(string message)
        : base(message)
    {
    }

    internal InternalErrorException(ErrorResponse error)
        : base(error)
    {
    }
}
