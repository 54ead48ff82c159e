using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.InMemory;

public class InMemoryMemoryTests : GuardMemoryContract
{
    protected override IGuardMemory Create() => new InMemoryMemory();
}
