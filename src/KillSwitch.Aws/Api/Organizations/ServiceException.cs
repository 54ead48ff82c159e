using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class ServiceException : AmazonOrganizationsException
{
    public ServiceException(string message)
        : base(message)
    {
    }

    internal ServiceException(ErrorResponse error)
        : base(error)
    {
    }
}
