using Amazon.CloudTrail.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.CloudTrail;

internal static class CloudTrailService
{
    public static ServiceIdentity Identity { get; } = new("CloudTrail", "2013-11-01", "cloudtrail", "cloudtrail")
    {
        Hosts = [HostRule.GovCloud with { DualStack = false }],
    };

    public static JsonProtocol Protocol { get; } =
        new(Identity, "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", error => new AmazonCloudTrailException(error));
}

public sealed class AmazonCloudTrailConfig() : ServiceConfig(CloudTrailService.Identity);

internal sealed class AmazonCloudTrailException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonCloudTrailClient(AWSCredentials? credentials, AmazonCloudTrailConfig config) : ServiceClient(credentials, config)
{
    internal Task<LookupEventsResponse> LookupEventsAsync(LookupEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<LookupEventsResponse>(request, LookupEventsRequest.Operation, cancellationToken);
}

internal sealed class LookupAttributeKey(string value) : ConstantClass(value)
{
    public static readonly LookupAttributeKey EventName = new("EventName");
}
