using System.Text.Json;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Gateways;
using KillSwitch.Engine.Tests.Cycle;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>A gateway with one role for many teams: a tag is stopped, and the gateway refuses its calls.</summary>
public class TagStopTests
{
    private static readonly DateTimeOffset Later = Start.AddMinutes(10);

    private static readonly CountedRule TeamDay = Cap(3) with { Id = "team-day", Per = [Dimension.Tag("team")], Stop = StopScope.Tag };

    [Fact]
    public async Task A_value_over_its_limit_is_stopped_and_the_others_are_not()
    {
        var guard = new GuardOverPolicies(Policy(TeamDay));
        await guard.CallAsync(Of("payments", 5).Concat(Of("shop", 2, 100)).Concat(Of(null, 1, 200)));

        var stop = await guard.OnlyAsync();
        (stop.Target.Name, stop.Target.Kind, stop.State).ShouldBe(("tag:team=payments", StopScope.Tag, StopState.Enforced));
        (IsDenied(guard, "payments"), IsDenied(guard, "shop"), IsDenied(guard, null)).ShouldBe((true, false, false));
    }

    [Fact]
    public async Task Calls_without_the_tag_are_a_value_of_their_own()
    {
        var guard = new GuardOverPolicies(Policy(TeamDay));
        await guard.CallAsync(Of(null, 5));

        (await guard.OnlyAsync()).Target.Name.ShouldBe("tag:team=(none)");
        (IsDenied(guard, "payments"), IsDenied(guard, null)).ShouldBe((false, true));
    }

    [Fact]
    public async Task Whoever_is_exempt_passes_under_the_tag_too()
    {
        var guard = new GuardOverPolicies(Policy(TeamDay) with { Exempt = [new Glob("role/oncall")] });
        await guard.CallAsync(Of("payments", 5));

        IsDenied(guard, "payments", "oncall").ShouldBeFalse();
        Leaks.Find([await guard.OnlyAsync()], [Tagged("payments", 60, 700, "oncall"), Tagged("payments", 61, 701, "oncall")],
            new RuleBook(guard.Policy)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_that_are_served_after_the_grace_are_told_and_stop_nobody_unless_the_rule_says_so()
    {
        var guard = new GuardOverPolicies(Policy(TeamDay));
        await guard.CallAsync(Of("payments", 5));
        var (stop, rules) = (await guard.OnlyAsync(), new RuleBook(guard.Policy));
        Leaks.Find([stop], [Tagged("shop", 60, 700), Tagged("shop", 61, 701)], rules).ShouldBeEmpty();
        var leak = Leaks.Find([stop], [Tagged("payments", 62, 700), Tagged("payments", 63, 701)], rules).ShouldHaveSingleItem();

        (await new Verification(new CycleContext(rules, guard.Enforcement)).LeakAsync(stop, leak, Later, default)).ShouldBeNull();

        var leaking = await guard.OnlyAsync();
        (leaking.IsLeaking, leaking.EscalatedTo).ShouldBe((true, null));
        IsDenied(guard, "shop").ShouldBeFalse();
    }

    [Fact]
    public async Task A_call_that_the_rule_does_not_count_is_no_gateways_leak()
    {
        var guard = new GuardOverPolicies(
            Policy(TeamDay with { Match = [new FieldMatch(Dimension.Principal, [new Glob("role/gateway")])] }));
        await guard.CallAsync(Of(null, 5));
        var (stop, rules) = (await guard.OnlyAsync(), new RuleBook(guard.Policy));

        stop.Target.Name.ShouldBe("tag:team=(none)");
        Leaks.Find([stop], [Tagged(null, 60, 700, "batch"), Tagged(null, 61, 701, "batch")], rules).ShouldBeEmpty();
        Leaks.Find([stop], [Tagged(null, 62, 700), Tagged(null, 63, 701)], rules).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_rule_that_says_so_stops_each_gateway_that_does_not_honour_it()
    {
        var guard = new GuardOverPolicies(Policy(TeamDay with { Escalate = TagEscalation.Principal }));
        await guard.CallAsync(Of("payments", 5));
        var (stop, rules) = (await guard.OnlyAsync(), new RuleBook(guard.Policy));
        var (verification, next) = (new Verification(new CycleContext(rules, guard.Enforcement)), Later.AddMinutes(1));

        var first = await verification.LeakAsync(stop, Served.Twice(stop, Later, "role/litellm"), Later, default);
        var leaking = (await guard.Stops.FindAsync(stop.Id, default))!;
        var second = await verification.LeakAsync(leaking, Served.Twice(leaking, next, "role/envoy"), next, default);

        (first.ShouldNotBeNull().Target.Name, second.ShouldNotBeNull().Target.Name).ShouldBe(("role/litellm", "role/envoy"));
        IsDenied(guard, "shop", "litellm").ShouldBeTrue();
        Standing.Of(first, rules, Later).ShouldBeOfType<Standing.Stands>();
    }

    [Fact]
    public async Task A_restore_lets_the_value_go_on_and_a_policy_without_the_rule_does_too()
    {
        var guard = new GuardOverPolicies(Policy(TeamDay));
        await guard.CallAsync(Of("payments", 5).Concat(Of("shop", 5, 100)));
        (await guard.RestoreAsync((await guard.OpenAsync())["tag:team=payments"], raise: 100, Later)).ShouldNotBeNull();
        (IsDenied(guard, "payments"), IsDenied(guard, "shop")).ShouldBe((false, true));

        guard.Apply(Policy(Cap(1000)));
        await guard.MinuteAsync(Later.AddMinutes(1));
        IsDenied(guard, "shop").ShouldBeFalse();
    }

    [Fact]
    public async Task Made_up_values_use_up_nobody_elses_stops()
    {
        var guard = new GuardOverPolicies(Policy(TeamDay) with { MaxStops = new MaxStops(1, Core.Windows.WindowUnit.Hour) });
        await guard.CallAsync(Of("payments", 5).Concat(Of("shop", 5, 100)).Concat(Of("forged", 5, 200)));

        (await guard.Stops.OpenAsync(default)).ShouldAllBe(stop => stop.State == StopState.Enforced);
    }

    [Fact]
    public async Task Gateways_read_what_is_stopped_and_what_each_limit_leaves()
    {
        var guard = new GuardOverPolicies(Policy(TeamDay with { Restore = new RestorePlan.AtWindowTurn() }, Cap(100)));
        await guard.CallAsync(Of("payments", 5).Concat(Of("shop", 2, 100)));
        var (rules, now) = (new RuleBook(guard.Policy), Start.AddMinutes(5));

        var view = new GatewayView(
            await GatewayView.StopsAsync(guard.Ports, rules, now, default), await GatewayView.RoomAsync(guard.Ports, rules, now, default));

        using var json = JsonDocument.Parse(GatewayJson.Write(view, GuardOverPolicies.Account, "KillSwitch"));
        var stop = json.RootElement.GetProperty("stops")[0];
        (stop.GetProperty("tag").GetString(), stop.GetProperty("key").GetString(), stop.GetProperty("value").GetString(),
            stop.GetProperty("rule").GetString(), stop.GetProperty("until").GetString())
            .ShouldBe(("team=payments", "team", "payments", "team-day", "2026-04-25T00:00:00Z"));
        json.RootElement.GetProperty("room").EnumerateArray()
            .Select(room =>
                (room.GetProperty("value").GetString(), room.GetProperty("left").GetDecimal(), room.GetProperty("unit").GetString()))
            .ShouldBe([("payments", 0m, "usd"), ("shop", 1m, "usd")]);
        // What the window's turn is about to lift is no stop any more.
        (await GatewayView.StopsAsync(guard.Ports, rules, Start.AddDays(1), default)).ShouldBeEmpty();
    }

    private static IEnumerable<Invocation> Of(string? team, int count, int from = 0) =>
        Enumerable.Range(from, count).Select(n => Tagged(team, n, n));

    private static Invocation Tagged(string? team, int number, double atSeconds, string role = "gateway") => Call(
        number, atSeconds, role: role, tags: team is null ? null : new Dictionary<string, string> { ["team"] = team });

    private static bool IsDenied(GuardOverPolicies guard, string? team, string role = "gateway") =>
        guard.Iam.IsDenied(Tagged(team, 999_999, (Later - Start).TotalSeconds, role));
}
