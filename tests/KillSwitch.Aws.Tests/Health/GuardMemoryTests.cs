using KillSwitch.Aws.Health;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Aws.Tests.Health;

public class GuardMemoryTests(MotoServer server) : GuardMemoryContract
{
    protected override IGuardMemory Create() => new GuardMemory(Tables.CreateAsync(server).GetAwaiter().GetResult());
}
