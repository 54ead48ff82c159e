using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using KillSwitch.Aws.Logging;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tampering;

/// <summary>Repairs in the guard's own region.</summary>
public sealed class AccountRepair(InvocationLogging logging, AmazonEventBridgeClient events) : IRepair
{
    public async ValueTask<string> LoggingAsync(CancellationToken cancellation) => await logging.RepairAsync(cancellation);

    public async ValueTask RuleAsync(string rule, CancellationToken cancellation) => await events.EnableRuleAsync(new EnableRuleRequest
    {
        Name = rule,
    }, cancellation);
}
