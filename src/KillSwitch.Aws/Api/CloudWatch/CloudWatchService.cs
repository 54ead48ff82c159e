using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch;

internal static class CloudWatchService
{
    public static ServiceIdentity Identity { get; } = new("CloudWatch", "2010-08-01", "monitoring", "monitoring") { Hosts = [HostRule.GovCloud] };

    public static QueryProtocol Protocol { get; } = new(Identity, error => new AmazonCloudWatchException(error));
}
