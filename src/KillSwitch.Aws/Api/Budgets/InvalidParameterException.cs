using Amazon.Runtime.Internal;

namespace Amazon.Budgets.Model;

public class InvalidParameterException : AmazonBudgetsException
{
    public InvalidParameterException(string message)
        : base(message)
    {
    }

    internal InvalidParameterException(ErrorResponse error)
        : base(error)
    {
    }
}
