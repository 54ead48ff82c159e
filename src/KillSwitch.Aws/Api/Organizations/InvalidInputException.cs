using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class InvalidInputException : AmazonOrganizationsException
{
    public InvalidInputException(string message)
        : base(message)
    {
    }

    internal InvalidInputException(ErrorResponse error)
        : base(error)
    {
    }
}
