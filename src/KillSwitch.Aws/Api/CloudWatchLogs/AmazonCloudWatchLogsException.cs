using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.CloudWatchLogs;

internal sealed class AmazonCloudWatchLogsException(ErrorResponse error) : ServiceException(error);
