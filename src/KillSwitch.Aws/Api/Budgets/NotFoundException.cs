using Amazon.Runtime.Internal;

namespace Amazon.Budgets.Model;

public class NotFoundException : AmazonBudgetsException
{
    public NotFoundException(string message)
        : base(message)
    {
    }

    internal NotFoundException(ErrorResponse error)
        : base(error)
    {
    }
}
