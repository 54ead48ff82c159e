using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.InMemory;

public class InMemoryStopStoreTests : StopStoreContract
{
    protected override IStopStore Create() => new InMemoryStopStore();
}
