using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class TooManyRequestsException : AmazonOrganizationsException
{
    public TooManyRequestsException(string message)
        : base(message)
    {
    }

    internal TooManyRequestsException(ErrorResponse error)
        : base(error)
    {
    }
}
