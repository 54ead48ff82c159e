using KillSwitch.Aws.Api;

namespace Amazon.CloudTrail;

public class AmazonCloudTrailConfig() : ServiceConfig(CloudTrailService.Identity);
