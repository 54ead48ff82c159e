using Amazon.Runtime.Internal;

namespace Amazon.CloudWatch.Model;

public class InvalidParameterValueException : AmazonCloudWatchException
{
    public InvalidParameterValueException(string message)
        : base(message)
    {
    }

    internal InvalidParameterValueException(ErrorResponse error)
        : base(error)
    {
    }
}
