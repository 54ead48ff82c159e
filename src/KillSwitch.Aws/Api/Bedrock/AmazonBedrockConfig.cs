using KillSwitch.Aws.Api;

namespace Amazon.Bedrock;

public class AmazonBedrockConfig() : ServiceConfig(BedrockService.Identity);
