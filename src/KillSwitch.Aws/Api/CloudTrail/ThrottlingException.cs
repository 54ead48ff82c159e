using Amazon.Runtime.Internal;

namespace Amazon.CloudTrail.Model;

public class ThrottlingException : AmazonCloudTrailException
{
    public ThrottlingException(string message)
        : base(message)
    {
    }

    internal ThrottlingException(ErrorResponse error)
        : base(error)
    {
    }
}
