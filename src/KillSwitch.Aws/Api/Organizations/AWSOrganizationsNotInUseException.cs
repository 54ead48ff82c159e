using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

/// <summary>The account is in no organization.</summary>
public class AWSOrganizationsNotInUseException : AmazonOrganizationsException
{
    public AWSOrganizationsNotInUseException(string message)
        : base(message)
    {
    }

    internal AWSOrganizationsNotInUseException(ErrorResponse error)
        : base(error)
    {
    }
}
