using Amazon.Runtime.Internal;

namespace Amazon.SimpleNotificationService.Model;

public class ThrottledException : AmazonSimpleNotificationServiceException
{
    public ThrottledException(string message)
        : base(message)
    {
    }

    internal ThrottledException(ErrorResponse error)
        : base(error)
    {
    }
}
