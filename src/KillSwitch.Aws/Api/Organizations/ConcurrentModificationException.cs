using Amazon.Runtime.Internal;

namespace Amazon.Organizations.Model;

public class ConcurrentModificationException : AmazonOrganizationsException
{
    public ConcurrentModificationException(string message)
        : base(message)
    {
    }

    internal ConcurrentModificationException(ErrorResponse error)
        : base(error)
    {
    }
}
