using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.Organizations;

public class AmazonOrganizationsConfig : ServiceConfig
{
    internal static readonly ServiceDescription OrganizationsService = new("Organizations", "organizations", "organizations", "2016-11-28", IsGlobal: true);

    public AmazonOrganizationsConfig()
        : base(OrganizationsService)
    {
    }
}
