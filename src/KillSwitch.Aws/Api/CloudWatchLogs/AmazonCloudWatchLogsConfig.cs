using KillSwitch.Aws.Api;

namespace Amazon.CloudWatchLogs;

public class AmazonCloudWatchLogsConfig() : ServiceConfig(CloudWatchLogsService.Identity);
