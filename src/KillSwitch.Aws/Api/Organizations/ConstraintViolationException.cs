using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

/// <summary>The target has as many policies as it may have, or it may not be changed.</summary>
public class ConstraintViolationException : AmazonOrganizationsException
{
    public ConstraintViolationException(string message)
        : base(message)
    {
    }

    internal ConstraintViolationException(ErrorResponse error)
        : base(error)
    {
    }
}
