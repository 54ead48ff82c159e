using Amazon.Runtime.Internal;

namespace Amazon.Budgets.Model;

public class AccessDeniedException : AmazonBudgetsException
{
    public AccessDeniedException(string message)
        : base(message)
    {
    }

    internal AccessDeniedException(ErrorResponse error)
        : base(error)
    {
    }
}
