using KillSwitch.Aws.Api;

namespace Amazon.BedrockRuntime;

public class AmazonBedrockRuntimeConfig() : ServiceConfig(BedrockRuntimeService.Identity);
