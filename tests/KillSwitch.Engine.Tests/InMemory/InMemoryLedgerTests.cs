using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.InMemory;

public class InMemoryLedgerTests : LedgerContract
{
    protected override ILedger Create() => new InMemoryLedger();

    protected override ILedger Beside(ILedger ledger) => ledger;
}
