using KillSwitch.Aws.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Aws.Tests.Stops;

public class DynamoStopStoreTests(MotoServer server) : StopStoreContract
{
    protected override IStopStore Create() => new DynamoStopStore(Tables.CreateAsync(server).GetAwaiter().GetResult(), TimeProvider.System);
}
