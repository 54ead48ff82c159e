using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudFormation;

internal static class CloudFormationService
{
    public static ServiceIdentity Identity { get; } = new("CloudFormation", "2010-05-15", "cloudformation", "cloudformation") { Hosts = [HostRule.GovCloud with { DualStack = false }] };

    public static QueryProtocol Protocol { get; } = new(Identity, error => new AmazonCloudFormationException(error));
}
