using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>Takes in invocation logs, counts, judges, stops.</summary>
internal sealed class MeterLambda : Construct
{
    public MeterLambda(Construct scope, string id, GuardOptions options, GuardHome home)
        : base(scope, id)
    {
        Lambda = new GuardLambda(this, "Meter", options, home, new GuardFunctionProps(
            GuardFunction.Meter,
            "Bedrock kill switch: takes in invocation logs, counts, judges, stops",
            512,
            Duration.Seconds(60),
            options.MeterConcurrency,
            [.. LedgerAccess.Of(home.Table), .. StopAccess.Of(Stack.Of(this), home), .. TellAccess.Of(home.Notifications.All),
                .. RouteAccess.Of(Stack.Of(this)), .. OriginAccess.Of()]));
    }

    public GuardLambda Lambda { get; }
}
