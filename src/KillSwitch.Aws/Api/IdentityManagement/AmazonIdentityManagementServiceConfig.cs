using KillSwitch.Aws.Api;

namespace Amazon.IdentityManagement;

public class AmazonIdentityManagementServiceConfig() : ServiceConfig(IdentityManagementService.Identity);
