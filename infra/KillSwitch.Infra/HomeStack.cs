using Amazon.CDK;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>The home stack of an account: what every part of the guard reads and writes.</summary>
internal sealed class HomeStack : Stack
{
    public HomeStack(Construct scope, string id, IStackProps props)
        : base(scope, id, props)
    {
        new LedgerTable(this, "Ledger");
        new NotificationTopic(this, "Notifications");
    }
}
