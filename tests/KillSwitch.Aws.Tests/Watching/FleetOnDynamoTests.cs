using KillSwitch.Aws.Health;
using KillSwitch.Aws.Ledger;
using KillSwitch.Aws.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Tests.EveryMinute;

namespace KillSwitch.Aws.Tests.Watching;

public class FleetOnDynamoTests(MotoServer server)
{
    [Fact]
    public async Task Ledger_metrics_and_stops_agree_to_the_cent_after_hours_of_late_doubled_and_lost_deliveries()
    {
        var table = await Tables.CreateAsync(server);
        using var client = table.Client;
        var ledger = new DynamoLedger(table);
        var stores = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, _ => false)) with
        {
            Ledger = ledger,
            Book = ledger,
            Stops = new DynamoStopStore(table, TimeProvider.System),
            Memory = new GuardMemory(table),
            Heartbeats = new Heartbeats(table),
        };

        await new FleetOverTime(stores, seed: 7, hours: 3, every: 20, cap: 2).RunAsync();
    }
}
