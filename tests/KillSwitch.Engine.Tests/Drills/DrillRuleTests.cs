using KillSwitch.Core.Drills;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Cycle;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Drills;

/// <summary>The rule of a drill stops the drill's own role whatever the policy says, and nobody and nothing else.</summary>
public class DrillRuleTests
{
    private const string Drill = "a1b2c3d4";

    private static readonly DrillRule Rule = new(Drill, new Usd(1), Start.AddMinutes(10));
    private static readonly string Runaway = DrillNames.Runaway(Drill);

    [Theory]
    [InlineData(PolicyMode.Enforce)]
    [InlineData(PolicyMode.Observe)]
    public async Task It_cuts_the_drills_role_in_every_mode_and_leaves_everyone_else_to_the_policy(PolicyMode mode)
    {
        var policy = Policy(Cap(1)) with { Mode = mode, MaxStops = new MaxStops(1, WindowUnit.Day) };
        var harness = new MeterHarness(DrillRule.Beside(policy, Rule, Start));

        await harness.Run([Call(1, 0, usd: 2, role: "agent")]);
        await harness.Run([Call(2, 1, usd: 2, role: Runaway), Call(3, 1, usd: 2, role: DrillNames.Innocent(Drill))]);

        var stops = await harness.Stops.OpenAsync(default);
        var own = stops.Where(stop => stop.Trip!.Rule == "drill-" + Drill).ShouldHaveSingleItem();
        (own.State, own.Target.Name, DrillNames.IsStop(own)).ShouldBe((StopState.Enforced, "role/" + Runaway, true));
        stops.Where(stop => stop != own).ShouldAllBe(stop => !DrillNames.IsStop(stop)
            && (stop.State == (mode == PolicyMode.Observe ? StopState.Observed : StopState.Enforced)
                || stop.State == StopState.AwaitingApproval));
        // The one that `maxStops` allows was taken by the agent, and not by the drill.
        stops.Single(stop => stop.Target.Name == "role/agent").State
            .ShouldBe(mode == PolicyMode.Observe ? StopState.Observed : StopState.Enforced);
    }

    [Fact]
    public async Task Served_calls_never_widen_it_to_the_account()
    {
        var harness = new MeterHarness(DrillRule.Beside(Policy(), Rule, Start));
        await harness.Run([Call(1, 0, usd: 2, role: Runaway)]);
        var stop = (await harness.Stops.OpenAsync(default)).Single();
        var use = stop.EnforcedAt!.Value.AddMinutes(5);

        (await new Verification(harness.Context).LeakAsync(stop, Served.Twice(stop, use), use, default)).ShouldBeNull();

        var after = (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        (after.LeakedAt, after.EscalatedTo).ShouldBe((use, null));
    }

    [Fact]
    public async Task One_that_cannot_be_enforced_never_widens_to_the_account()
    {
        var harness = new MeterHarness(DrillRule.Beside(Policy(), Rule, Start), new Unchangeable());
        await harness.Run([Call(1, 0, usd: 2, role: Runaway)]);

        (await new Verification(harness.Context).RunAsync(Start.AddMinutes(1), default)).ShouldBeEmpty();

        (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.Failed);
    }

    [Theory]
    [InlineData("a1b2c3d4", 1, 600, true)]
    [InlineData("a1b2c3d4", 1, 0, false)]
    [InlineData("a1b2c3d4", 0, 600, false)]
    [InlineData("*", 1, 600, false)]
    [InlineData("a1b2c3d4/x", 1, 600, false)]
    public void It_is_over_by_itself_and_what_no_drill_writes_is_none(string id, int usd, int seconds, bool isInForce) =>
        (DrillRule.InForce(new DrillRule(id, new Usd(usd), Start.AddSeconds(seconds)), Start) is not null).ShouldBe(isInForce);

    [Theory]
    [InlineData("drill-a1b2c3d4", "role/killswitch-drill-a1b2c3d4-runaway", true)]
    [InlineData("drill-a1b2c3d4", "role/agent", false)]
    [InlineData("cap", "role/killswitch-drill-a1b2c3d4-runaway", false)]
    public async Task A_stop_is_a_drills_by_its_rule_and_its_role_together(string rule, string name, bool isOfDrill)
    {
        var harness = new MeterHarness(Policy(Cap(1) with { Id = rule }));
        await harness.Run([Call(1, 0, usd: 2, role: name[5..])]);

        DrillNames.IsStop((await harness.Stops.OpenAsync(default)).Single()).ShouldBe(isOfDrill);
    }

    private sealed class Unchangeable : IEnforcer
    {
        private static readonly EnforcementResult.Failed Refused = new(StopFailure.Unmodifiable, "nobody can change it");

        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(Refused);

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(Refused);

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(null);

        public ValueTask<bool> WouldAccountHoldAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult(true);
    }
}
