using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class PolicyNotAttachedException : AmazonOrganizationsException
{
    public PolicyNotAttachedException(string message)
        : base(message)
    {
    }

    internal PolicyNotAttachedException(ErrorResponse error)
        : base(error)
    {
    }
}
