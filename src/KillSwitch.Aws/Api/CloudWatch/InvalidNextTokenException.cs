using Amazon.Runtime.Internal;

namespace Amazon.CloudWatch.Model;

public class InvalidNextTokenException : AmazonCloudWatchException
{
    public InvalidNextTokenException(string message)
        : base(message)
    {
    }

    internal InvalidNextTokenException(ErrorResponse error)
        : base(error)
    {
    }
}
