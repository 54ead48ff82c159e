using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Scheduler;

public class AmazonSchedulerException : AmazonServiceException
{
    public AmazonSchedulerException(string message)
        : base(message)
    {
    }

    internal AmazonSchedulerException(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
    {
    }
}
