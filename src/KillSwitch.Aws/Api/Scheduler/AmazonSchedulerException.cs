using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.Scheduler;

internal sealed class AmazonSchedulerException(ErrorResponse error) : ServiceException(error);
