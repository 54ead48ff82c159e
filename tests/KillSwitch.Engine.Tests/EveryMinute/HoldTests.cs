using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>Principals under a cap are kept from what no record meters, and whoever cannot be is told.</summary>
public class HoldTests
{
    [Fact]
    public async Task Whoever_cannot_be_held_is_told_by_the_hold_that_it_concerns()
    {
        var harness = new MinuteJobHarness(new Policy());
        harness.Holds.AddRange(
            [
                new Hold(StandingHold.Mantle, _ => null),
                new Hold(StandingHold.Unmetered, _ => "1 of 3 principals could not be changed: role/full"),
            ]);

        await harness.MinuteAsync();

        var open = harness.LastReport.Conditions.Where(
            one => one.Condition.Kind is GuardCondition.MantleOpen or GuardCondition.UnmeteredOpen).ShouldHaveSingleItem().Condition;
        (open.Kind, open.Text)
            .ShouldBe((GuardCondition.UnmeteredOpen,
            "The policy says `unmetered: deny`, and what is spent there is under no cap of a principal: 1 of 3 principals could not be "
            + "changed: role/full."));
    }

    [Fact]
    public async Task Whoever_cannot_be_kept_from_other_regions_is_told_with_what_the_deployment_asked_for()
    {
        var harness = new MinuteJobHarness(new Policy());
        harness.Holds.Add(new Hold(StandingHold.OtherRegions(isAsked: true), _ => "not denied: role/people"));

        await harness.MinuteAsync();

        harness.LastReport.Conditions.Single(one => one.Condition.Kind == GuardCondition.OtherRegionsOpen).Condition.Text.ShouldBe(
            "The guard was deployed with `otherRegions=deny`, and what is spent where no sensor listens is under no cap of a principal: "
            + "not denied: role/people.");
    }

    [Fact]
    public async Task Both_are_looked_after_every_five_minutes_and_one_that_fails_at_once_again_without_keeping_the_other()
    {
        var harness = new MinuteJobHarness(new Policy());
        var mantle = new Hold(StandingHold.Mantle, turn => turn == 1 ? throw new InvalidOperationException("IAM is away") : null);
        var unmetered = new Hold(StandingHold.Unmetered, _ => null);
        harness.Holds.AddRange([mantle, unmetered]);

        await harness.MinuteAsync();
        (mantle.Turns, unmetered.Turns).ShouldBe((1, 1));
        await harness.MinuteAsync();
        (mantle.Turns, unmetered.Turns).ShouldBe((2, 2));
        await harness.MinutesAsync(4);
        (mantle.Turns, unmetered.Turns).ShouldBe((2, 2));
        await harness.MinuteAsync();
        (mantle.Turns, unmetered.Turns).ShouldBe((3, 3));
    }

    private sealed class Hold(StandingHold what, Func<int, string?> open) : IStandingHold
    {
        public int Turns { get; private set; }

        public StandingHold What => what;

        public ValueTask<string?> HoldAsync(CancellationToken cancellation) => ValueTask.FromResult(open(++Turns));
    }
}
