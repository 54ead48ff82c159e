using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.IdentityManagement;

public class AmazonIdentityManagementServiceConfig : ServiceConfig
{
    internal static readonly ServiceDescription Iam = new("IAM", "iam", "iam", "2010-05-08", IsGlobal: true);

    public AmazonIdentityManagementServiceConfig()
        : base(Iam)
    {
    }
}
