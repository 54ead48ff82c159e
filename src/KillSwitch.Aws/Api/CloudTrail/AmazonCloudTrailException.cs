using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.CloudTrail;

public class AmazonCloudTrailException : AmazonServiceException
{
    public AmazonCloudTrailException(string message)
        : base(message)
    {
    }

    internal AmazonCloudTrailException(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
    {
    }
}
