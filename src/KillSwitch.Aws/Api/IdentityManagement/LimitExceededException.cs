using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

/// <summary>The role or user has as many policies or tags as it may have.</summary>
public class LimitExceededException : AmazonIdentityManagementServiceException
{
    public LimitExceededException(string message)
        : base(message)
    {
    }

    internal LimitExceededException(ErrorResponse error)
        : base(error)
    {
    }
}
