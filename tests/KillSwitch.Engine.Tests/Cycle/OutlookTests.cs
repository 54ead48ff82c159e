using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>A level that is told says when the stop comes.</summary>
public class OutlookTests
{
    [Theory]
    [InlineData(PolicyMode.Enforce, Approval.Automatic, StopState.Intended)]
    [InlineData(PolicyMode.Observe, Approval.Automatic, StopState.Observed)]
    [InlineData(PolicyMode.Enforce, Approval.Manual, StopState.AwaitingApproval)]
    public async Task A_level_knows_the_pace_when_the_limit_comes_and_what_happens_then(PolicyMode mode, Approval approval, StopState next)
    {
        var harness = new MeterHarness(
            Policy(Cap(100, WindowUnit.Day, Brake.Predictive) with { NotifyPercents = [50], Approval = approval }) with { Mode = mode });
        // A dollar a second for a minute.
        await harness.Run([.. Enumerable.Range(0, 60).Select(n => Call(n, n, usd: 1))]);

        var notice = harness.Notifier.Notices.ShouldHaveSingleItem();
        (notice.Key.Level, notice.Next, notice.Target).ShouldBe(("50%", next, "role/agent"));
        var outlook = notice.Outlook.ShouldNotBeNull();
        outlook.IsMean.ShouldBeFalse();
        // Fifty dollars in the last five minutes, of which the last is not over.
        outlook.PerHour.ShouldBeInRange(600, 750);
        outlook.ReachedAt.ShouldNotBeNull().ShouldBeLessThan(notice.At.AddMinutes(5));
    }

    [Fact]
    public async Task A_rule_that_stops_nothing_goes_by_the_mean_of_its_window()
    {
        var harness = new MeterHarness(Policy(Cap(100, WindowUnit.Day) with { NotifyPercents = [50], Stop = StopScope.None }));
        await harness.Run([Call(0, 0, usd: 60)]);

        var notice = harness.Notifier.Notices.ShouldHaveSingleItem();
        (notice.Next, notice.Target, notice.Outlook.ShouldNotBeNull().IsMean).ShouldBe((null, null, true));
    }
}
