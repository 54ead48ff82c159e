using Amazon.CloudTrail.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudTrail;

internal static class CloudTrailService
{
    public static ServiceIdentity Identity { get; } = new("CloudTrail", "2013-11-01", "cloudtrail", "cloudtrail") { Hosts = [HostRule.GovCloud with { DualStack = false }] };

    public static JsonProtocol Protocol { get; } = new(Identity, "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", new ErrorCodes(
        error => new AmazonCloudTrailException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["ThrottlingException"] = error => new ThrottlingException(error),
        }));
}
