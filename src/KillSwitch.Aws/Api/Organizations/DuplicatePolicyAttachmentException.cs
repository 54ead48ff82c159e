using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class DuplicatePolicyAttachmentException : AmazonOrganizationsException
{
    public DuplicatePolicyAttachmentException(string message)
        : base(message)
    {
    }

    internal DuplicatePolicyAttachmentException(ErrorResponse error)
        : base(error)
    {
    }
}
