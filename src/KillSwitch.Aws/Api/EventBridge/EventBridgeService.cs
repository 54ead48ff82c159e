using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.EventBridge;

internal static class EventBridgeService
{
    public static ServiceIdentity Identity { get; } = new("EventBridge", "2015-10-07", "events", "events") { Hosts = [HostRule.GovCloud] };

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSEvents", error => new AmazonEventBridgeException(error));
}
