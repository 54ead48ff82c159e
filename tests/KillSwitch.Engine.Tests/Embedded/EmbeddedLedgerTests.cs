using KillSwitch.Engine.Embedded;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.Embedded;

public class EmbeddedLedgerTests : LedgerContract
{
    protected override ILedger Create() => new EmbeddedLedger();
}
