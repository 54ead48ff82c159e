using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class PolicyNotAttachableException : AmazonIdentityManagementServiceException
{
    public PolicyNotAttachableException(string message)
        : base(message)
    {
    }

    internal PolicyNotAttachableException(ErrorResponse error)
        : base(error)
    {
    }
}
