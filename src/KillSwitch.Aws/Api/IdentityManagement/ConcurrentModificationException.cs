using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

/// <summary>The role is being changed by someone else: try again.</summary>
public class ConcurrentModificationException : AmazonIdentityManagementServiceException
{
    public ConcurrentModificationException(string message)
        : base(message)
    {
    }

    internal ConcurrentModificationException(ErrorResponse error)
        : base(error)
    {
    }
}
