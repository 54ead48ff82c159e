using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class PolicyNotFoundException : AmazonOrganizationsException
{
    public PolicyNotFoundException(string message)
        : base(message)
    {
    }

    internal PolicyNotFoundException(ErrorResponse error)
        : base(error)
    {
    }
}
