using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>Whoever fills a bound fills nobody else's.</summary>
public class MaxStopsTests
{
    private static readonly Policy Rules = Policy(
        Cap(1) with { Id = "sessions", Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session },
        Cap(100) with { Id = "principals" },
        Cap(200) with { Id = "ceiling", Per = [Dimension.Account], Stop = StopScope.Account }) with
    { MaxStops = new MaxStops(3, WindowUnit.Hour) };

    private readonly MeterHarness _harness = new(Rules);

    [Fact]
    public async Task Cheap_sessions_of_one_role_leave_room_for_other_roles_for_principals_and_for_the_ceiling()
    {
        for (var n = 0; n < 25; n++)
            await _harness.Run([Call(n, n, usd: 1, role: "flood", session: $"made-up-{n}")]);
        await _harness.Run([Call(100, 30, usd: 1, role: "other", session: "s-1")]);
        await _harness.Run([Call(101, 31, usd: 100, role: "big", session: "s-1")]);
        await _harness.Run([Call(102, 32, usd: 120, role: "bigger", session: "a"), Call(103, 33, usd: 1, role: "last", session: "s-1")]);

        var open = await _harness.Stops.OpenAsync(default);
        open.Where(stop => stop.Trip!.Rule != "sessions").Select(stop => (stop.Target.Kind, stop.State)).ShouldBe(
            [(StopScope.Principal, StopState.Enforced), (StopScope.Principal, StopState.Enforced), (StopScope.Account, StopState.Enforced)],
            ignoreOrder: true);
        open.Count(stop => stop.Target.Name.StartsWith("role/flood/", StringComparison.Ordinal) && stop.State == StopState.Enforced)
            .ShouldBe(25);
        open.Single(stop => stop.Target.Name == "role/other/s-1").State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task A_wrong_price_cuts_so_many_of_a_kind_and_the_others_wait()
    {
        foreach (var (n, role) in new[] { "a", "b", "c", "d", "e" }.Index())
            await _harness.Run([Call(n, n, usd: 1, role: role, session: "s-1")]);

        var open = await _harness.Stops.OpenAsync(default);
        open.Count(stop => stop.State == StopState.Enforced).ShouldBe(3);
        var waiting = open.Where(stop => stop.State == StopState.AwaitingApproval).ToList();
        waiting.Count.ShouldBe(2);
        waiting.ShouldAllBe(
            stop => stop.Note == "3 roles with sessions of theirs were stopped by themselves in this window, as many as `maxStops` allows");
    }
}
