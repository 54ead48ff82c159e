using Amazon.Runtime.Internal;

namespace Amazon.Budgets.Model;

public class InternalErrorException : AmazonBudgetsException
{
    public InternalErrorException(string message)
        : base(message)
    {
    }

    internal InternalErrorException(ErrorResponse error)
        : base(error)
    {
    }
}
