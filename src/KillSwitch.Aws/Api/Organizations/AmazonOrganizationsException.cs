using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Organizations;

public class AmazonOrganizationsException : AmazonServiceException
{
    public AmazonOrganizationsException(string message)
        : base(message)
    {
    }

    internal AmazonOrganizationsException(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
    {
    }
}
