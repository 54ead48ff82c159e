using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

public class RestorationTests
{
    [Fact]
    public async Task What_a_person_grants_counts_once_though_someone_else_changed_the_stop_meanwhile_and_they_tried_again()
    {
        var policy = Policy(Cap(10));
        var harness = new MeterHarness(policy);
        await harness.Run([.. Steady(12, 1)]);
        var stop = (await harness.Stops.OpenAsync(default)).Single();
        // The watch verifies it between the person's look and their word.
        await harness.Enforcement.CommandAsync(stop, new StopCommand.Verify(Start.AddMinutes(5)), default);
        var restoration = new Restoration(harness.Enforcement);

        (await restoration.RunAsync(stop, policy, raise: 5, "ana", Start.AddMinutes(5), default)).ShouldBeOfType<RestoreResult.Refused>();
        var again = (await harness.Stops.OpenAsync(default)).Single();
        (await restoration.RunAsync(again, policy, raise: 5, "ana", Start.AddMinutes(6), default)).ShouldBeOfType<RestoreResult.Done>();

        (await CounterLedger.AllowanceAsync(harness.Ledger, Allowances(Cap(10), stop.Trip!.Scope), stop.Trip.Window, default))
            .ShouldBe(new Allowance(5, 1));
    }
}
