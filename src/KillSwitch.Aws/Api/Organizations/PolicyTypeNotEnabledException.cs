using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class PolicyTypeNotEnabledException : AmazonOrganizationsException
{
    public PolicyTypeNotEnabledException(string message)
        : base(message)
    {
    }

    internal PolicyTypeNotEnabledException(ErrorResponse error)
        : base(error)
    {
    }
}
