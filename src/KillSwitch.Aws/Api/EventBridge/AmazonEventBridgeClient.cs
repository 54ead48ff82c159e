using Amazon.EventBridge.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.EventBridge;

public class AmazonEventBridgeClient : ServiceClient
{
    public AmazonEventBridgeClient()
        : this(new AmazonEventBridgeConfig())
    {
    }

    public AmazonEventBridgeClient(AmazonEventBridgeConfig config)
        : this(null, config)
    {
    }

    public AmazonEventBridgeClient(AWSCredentials? credentials, AmazonEventBridgeConfig config)
        : base(credentials, config)
    {
    }

    public Task<EnableRuleResponse> EnableRuleAsync(EnableRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<EnableRuleResponse>(request, EnableRuleRequest.Operation, cancellationToken);

    public Task<ListRulesResponse> ListRulesAsync(ListRulesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListRulesResponse>(request, ListRulesRequest.Operation, cancellationToken);

    public Task<ListTargetsByRuleResponse> ListTargetsByRuleAsync(ListTargetsByRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListTargetsByRuleResponse>(request, ListTargetsByRuleRequest.Operation, cancellationToken);
}
