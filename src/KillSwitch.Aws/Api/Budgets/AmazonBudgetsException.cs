using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Budgets;

public class AmazonBudgetsException : AmazonServiceException
{
    public AmazonBudgetsException(string message)
        : base(message)
    {
    }

    internal AmazonBudgetsException(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
    {
    }
}
