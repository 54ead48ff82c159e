using Amazon.Runtime.Internal;

namespace Amazon.Budgets.Model;

public class ThrottlingException : AmazonBudgetsException
{
    public ThrottlingException(string message)
        : base(message)
    {
    }

    internal ThrottlingException(ErrorResponse error)
        : base(error)
    {
    }
}
