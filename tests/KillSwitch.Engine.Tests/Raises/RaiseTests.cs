using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Raises;
using KillSwitch.Engine.Tests.PolicyTurns;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Raises;

/// <summary>Room beyond a limit, in this window or in each until a time.</summary>
public class RaiseTests
{
    private static readonly StopTarget Agent = new StopTarget.Principal(
        GuardOverPolicies.Account, "role/agent", "arn:aws:iam::111122223333:role/agent");

    private static readonly DateTimeOffset Midnight = new(Start.Date.AddDays(1), TimeSpan.Zero);

    [Fact]
    public async Task Before_a_stop_it_lets_spend_so_much_more_in_this_window_and_no_more_in_the_next()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        var done = (await RaiseAsync(guard, 4, until: null)).ShouldBeOfType<RaiseResult.Done>();
        (done.Limit, done.Measured, done.Until, done.Stop).ShouldBe((7, 0, Midnight, null));

        await guard.CallAsync(Steady(6, 1));
        guard.IsDenied(Start.AddMinutes(1)).ShouldBeFalse();
        await guard.CallAsync(Steady(1, 1, firstNumber: 50, fromSeconds: 20));
        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(7);

        await MinuteAsync(guard, Midnight.AddMinutes(1));
        await guard.RestoreAsync(await guard.OnlyAsync(), 0, Midnight.AddMinutes(2));
        await guard.CallAsync(Steady(3, 1, firstNumber: 100, fromSeconds: (Midnight - Start).TotalSeconds + 300));
        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(3);
    }

    [Fact]
    public async Task Until_a_day_it_is_granted_anew_in_each_window_before_its_first_call_and_then_no_more()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await RaiseAsync(guard, 4, until: Midnight.AddDays(2));

        for (var day = 0; day < 4; day++)
        {
            var from = day == 0 ? Start : Midnight.AddDays(day - 1);
            await MinuteAsync(guard, from.AddMinutes(-1));
            var limit = day < 3 ? 7 : 3;
            await guard.CallAsync(Steady(limit - 1, 1, firstNumber: 100 * (day + 1), fromSeconds: (from - Start).TotalSeconds));
            guard.IsDenied(from.AddMinutes(1)).ShouldBeFalse($"day {day}");
            await guard.CallAsync(Steady(1, 1, firstNumber: 50 + (100 * (day + 1)), fromSeconds: (from - Start).TotalSeconds + 60));
            (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(limit, $"day {day}");
            await MinuteAsync(guard, from.AddHours(1));
            await guard.RestoreAsync(await guard.OnlyAsync(), 1, from.AddHours(1));
        }

        (await new RaiseBook(guard.Ports.Memory).ReadAsync(default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_ends_at_its_time_within_a_window_and_under_a_trailing_one(bool isRolling)
    {
        var rule = isRolling ? Cap(3) with { Every = new Every.Rolling(TimeSpan.FromHours(6)) } : Cap(3);
        var guard = new GuardOverPolicies(Policy(rule));
        await RaiseAsync(guard, 4, until: Start.AddHours(3));
        await MinuteAsync(guard, Start.AddHours(2));
        await guard.CallAsync(Steady(5, 1, fromSeconds: 7200));
        guard.IsDenied(Start.AddHours(2.5)).ShouldBeFalse();

        await MinuteAsync(guard, Start.AddHours(3));
        await MinuteAsync(guard, Start.AddHours(3.1));
        await guard.CallAsync(Steady(1, 1, firstNumber: 50, fromSeconds: 12_000));

        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(3);
    }

    [Fact]
    public async Task The_same_minutes_work_twice_grants_and_takes_back_once()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await RaiseAsync(guard, 4, until: Midnight.AddHours(3));
        // What was granted is kept after it: a process that dies in between does it again.
        var kept = await guard.Ports.Memory.RecallAsync("raises", default);
        await MinuteAsync(guard, Midnight.AddHours(-1));
        await guard.Ports.Memory.KeepAsync("raises", kept!, default);
        await MinuteAsync(guard, Midnight.AddHours(-1));

        await guard.CallAsync(Steady(7, 1, fromSeconds: (Midnight - Start).TotalSeconds));
        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(7);
    }

    [Fact]
    public async Task After_a_stop_it_names_the_stop_that_it_makes_room_for()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(4, 1));

        var done = (await RaiseAsync(guard, 4, until: null, Start.AddMinutes(5))).ShouldBeOfType<RaiseResult.Done>();

        (done.Measured, done.Limit, done.Stop?.Target.Name).ShouldBe((4, 7, "role/agent"));
        (await guard.RestoreAsync(done.Stop!, 0, Start.AddMinutes(6))).ShouldBeOfType<Engine.Cycle.RestoreResult.Done>();
        guard.IsDenied(Start.AddMinutes(7)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_has_no_such_counter_is_refused_with_the_reason()
    {
        var guard = new GuardOverPolicies(Policy(
            Cap(3) with { Match = [new FieldMatch(Dimension.Principal, [new Glob("role/other")])] },
            Cap(3) with { Id = "sessions", Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session },
            Cap(3) with { Id = "ratio", Limit = new Limit.CacheHitRatio(0.3m, 1) }));

        (await RefusedAsync(guard, "nothing")).ShouldStartWith("no rule `nothing` is in the policy in force");
        (await RefusedAsync(guard, "cap")).ShouldBe("rule `cap` has no counter of role/agent: it counts per principal, and not everybody");
        (await RefusedAsync(guard, "sessions"))
            .ShouldBe("rule `sessions` has no counter of role/agent: it counts per principal and session");
        (await RefusedAsync(guard, "ratio")).ShouldBe("rule `ratio` bounds a ratio, and a ratio has nothing to be raised");
    }

    private static async Task<string> RefusedAsync(GuardOverPolicies guard, string rule) =>
        (await RaiseAsync(guard, 1, until: null, rule: rule)).ShouldBeOfType<RaiseResult.Refused>().Reason;

    private static async Task<RaiseResult> RaiseAsync(
        GuardOverPolicies guard, decimal amount, DateTimeOffset? until, DateTimeOffset? at = null, string rule = "cap") =>
        await new RaiseByHand(new RuleBook(guard.Policy), guard.Ports).RunAsync(
            rule, Agent, amount, until, "planned",
            (Asker.Heard)await Asker.OfAsync("arn:aws:iam::111122223333:user/ana", guard.Enforcement, default), at ?? Start, default);

    private static async Task MinuteAsync(GuardOverPolicies guard, DateTimeOffset now)
    {
        (await new RaiseDuty(new RuleBook(guard.Policy), guard.Ports).LookAsync(new Findings(), now, default)).ShouldBeTrue();
        await guard.MinuteAsync(now);
    }
}
