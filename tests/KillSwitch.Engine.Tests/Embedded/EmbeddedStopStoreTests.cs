using KillSwitch.Engine.Embedded;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.Embedded;

public class EmbeddedStopStoreTests : StopStoreContract
{
    protected override IStopStore Create() => new EmbeddedStopStore();
}
