using KillSwitch.Aws.Api;

namespace Amazon.Organizations;

public class AmazonOrganizationsConfig() : ServiceConfig(OrganizationsService.Identity);
