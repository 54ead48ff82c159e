using Amazon.Runtime.Internal;

namespace Amazon.CloudWatch.Model;

public class MissingRequiredParameterException : AmazonCloudWatchException
{
    public MissingRequiredParameterException(string message)
        : base(message)
    {
    }

    internal MissingRequiredParameterException(ErrorResponse error)
        : base(error)
    {
    }
}
