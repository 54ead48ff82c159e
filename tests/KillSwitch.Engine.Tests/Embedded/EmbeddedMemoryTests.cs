using KillSwitch.Engine.Embedded;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.Embedded;

public class EmbeddedMemoryTests : GuardMemoryContract
{
    protected override IGuardMemory Create() => new EmbeddedMemory();
}
