using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.CloudWatch;

internal sealed class AmazonCloudWatchException(ErrorResponse error) : ServiceException(error);
