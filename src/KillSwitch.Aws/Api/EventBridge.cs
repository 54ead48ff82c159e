using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.EventBridge;

internal static class EventBridgeService
{
    public static ServiceIdentity Identity { get; } = new("EventBridge", "2015-10-07", "events", "events") { Hosts = [HostRule.GovCloud] };

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSEvents", error => new AmazonEventBridgeException(error));
}

public sealed class AmazonEventBridgeConfig() : ServiceConfig(EventBridgeService.Identity);

internal sealed class AmazonEventBridgeException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonEventBridgeClient(
    AWSCredentials? credentials, AmazonEventBridgeConfig config) : ServiceClient(credentials, config)
{
    internal Task<EnableRuleResponse> EnableRuleAsync(EnableRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<EnableRuleResponse>(request, EnableRuleRequest.Operation, cancellationToken);

    internal Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutEventsResponse>(request, PutEventsRequest.Operation, cancellationToken);

    internal Task<ListRulesResponse> ListRulesAsync(ListRulesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListRulesResponse>(request, ListRulesRequest.Operation, cancellationToken);

    internal Task<ListTargetsByRuleResponse> ListTargetsByRuleAsync(
        ListTargetsByRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListTargetsByRuleResponse>(request, ListTargetsByRuleRequest.Operation, cancellationToken);
}
