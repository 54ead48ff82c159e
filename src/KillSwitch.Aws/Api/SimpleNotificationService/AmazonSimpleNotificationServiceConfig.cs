using KillSwitch.Aws.Api;

namespace Amazon.SimpleNotificationService;

public class AmazonSimpleNotificationServiceConfig() : ServiceConfig(SimpleNotificationService.Identity);
