using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.EventBridge;

internal static class EventBridgeService
{
    public static ServiceIdentity Identity { get; } = new("EventBridge", "2015-10-07", "events", "events") { Hosts = [HostRule.GovCloud] };

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSEvents", new ErrorCodes(
        error => new AmazonEventBridgeException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["ResourceNotFoundException"] = error => new ResourceNotFoundException(error),
        }));
}
