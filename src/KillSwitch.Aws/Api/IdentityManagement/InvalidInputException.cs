using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class InvalidInputException : AmazonIdentityManagementServiceException
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
