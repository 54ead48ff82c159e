using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

/// <summary>A service owns the role; only that service may change it.</summary>
public class UnmodifiableEntityException : AmazonIdentityManagementServiceException
{
    public UnmodifiableEntityException(string message)
        : base(message)
    {
    }

    internal UnmodifiableEntityException(ErrorResponse error)
        : base(error)
    {
    }
}
