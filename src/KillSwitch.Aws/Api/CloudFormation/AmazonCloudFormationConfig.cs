using KillSwitch.Aws.Api;

namespace Amazon.CloudFormation;

public class AmazonCloudFormationConfig() : ServiceConfig(CloudFormationService.Identity);
