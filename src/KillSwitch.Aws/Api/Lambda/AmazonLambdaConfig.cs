using KillSwitch.Aws.Api;

namespace Amazon.Lambda;

public class AmazonLambdaConfig() : ServiceConfig(LambdaService.Identity);
