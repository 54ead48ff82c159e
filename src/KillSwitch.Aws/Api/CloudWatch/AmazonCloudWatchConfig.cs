using KillSwitch.Aws.Api;

namespace Amazon.CloudWatch;

public class AmazonCloudWatchConfig() : ServiceConfig(CloudWatchService.Identity);
