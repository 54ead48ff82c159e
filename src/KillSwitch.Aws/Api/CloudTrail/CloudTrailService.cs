using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudTrail;

internal static class CloudTrailService
{
    public static ServiceIdentity Identity { get; } = new("CloudTrail", "2013-11-01", "cloudtrail", "cloudtrail") { Hosts = [HostRule.GovCloud with { DualStack = false }] };

    public static JsonProtocol Protocol { get; } = new(Identity, "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", error => new AmazonCloudTrailException(error));
}
