using Amazon.Runtime.Internal;

namespace Amazon.SimpleNotificationService.Model;

public class KMSAccessDeniedException : AmazonSimpleNotificationServiceException
{
    public KMSAccessDeniedException(string message)
        : base(message)
    {
    }

    internal KMSAccessDeniedException(ErrorResponse error)
        : base(error)
    {
    }
}
