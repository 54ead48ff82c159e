using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class TargetNotFoundException : AmazonOrganizationsException
{
    public TargetNotFoundException(string message)
        : base(message)
    {
    }

    internal TargetNotFoundException(ErrorResponse error)
        : base(error)
    {
    }
}
