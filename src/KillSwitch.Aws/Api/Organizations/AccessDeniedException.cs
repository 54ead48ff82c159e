using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class AccessDeniedException : AmazonOrganizationsException
{
    public AccessDeniedException(string message)
        : base(message)
    {
    }

    internal AccessDeniedException(ErrorResponse error)
        : base(error)
    {
    }
}
