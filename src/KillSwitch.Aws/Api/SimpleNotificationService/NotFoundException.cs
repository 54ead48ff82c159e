using Amazon.Runtime.Internal;

namespace Amazon.SimpleNotificationService.Model;

public class NotFoundException : AmazonSimpleNotificationServiceException
{
    public NotFoundException(string message)
        : base(message)
    {
    }

    internal NotFoundException(ErrorResponse error)
        : base(error)
    {
    }
}
