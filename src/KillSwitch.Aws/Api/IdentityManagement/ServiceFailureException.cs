using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class ServiceFailureException : AmazonIdentityManagementServiceException
{
    public ServiceFailureException(string message)
        : base(message)
    {
    }

    internal ServiceFailureException(ErrorResponse error)
        : base(error)
    {
    }
}
