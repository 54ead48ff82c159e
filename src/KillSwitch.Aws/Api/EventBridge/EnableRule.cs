using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.EventBridge.Model;

public class EnableRuleRequest : AmazonEventBridgeRequest
{
    public string? Name { get; set; }

    internal static InvokeOptions Operation { get; } = EventBridgeService.Protocol.Operation<EnableRuleRequest>(
        "EnableRule",
        (to, request) => to.Add(nameof(Name), request.Name),
        _ => new EnableRuleResponse());
}

public class EnableRuleResponse : AmazonWebServiceResponse;
