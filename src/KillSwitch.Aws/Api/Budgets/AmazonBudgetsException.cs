using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.Budgets;

internal sealed class AmazonBudgetsException(ErrorResponse error) : ServiceException(error);
