using KillSwitch.Engine.InMemory;

namespace KillSwitch.Engine.Tests.EveryMinute;

public class FleetOverTimeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Ledger_metrics_and_stops_agree_to_the_cent_after_two_days_of_late_doubled_and_lost_deliveries(int seed) =>
        new FleetOverTime(InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, _ => false)), seed, hours: 48, every: 1, cap: 30).RunAsync();
}
