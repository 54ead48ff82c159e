using KillSwitch.Aws.Api;

namespace Amazon.EventBridge;

public class AmazonEventBridgeConfig() : ServiceConfig(EventBridgeService.Identity);
