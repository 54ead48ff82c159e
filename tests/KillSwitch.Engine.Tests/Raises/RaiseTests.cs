using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
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

    public static TheoryData<string, CountedRule, StopTarget> Kinds => new()
    {
        { "deny", Cap(3) with { Deny = new ModelSet("anthropic.claude-opus-*") }, Agent },
        {
            "pool", Cap(3) with { Per = [Dimension.PrincipalTag("team")], Stop = StopScope.Principals },
            new StopTarget.Principals(GuardOverPolicies.Account, "Team", "payments")
        },
        {
            "deny of a pool",
            Cap(3) with
            {
                Per = [Dimension.PrincipalTag("team")],
                Stop = StopScope.Principals,
                Deny = new ModelSet("anthropic.claude-opus-*"),
            },
            new StopTarget.Principals(GuardOverPolicies.Account, "team", "payments")
        },
        {
            "tag", Cap(3) with { Per = [Dimension.Tag("team")], Stop = StopScope.Tag },
            new StopTarget.Tag(GuardOverPolicies.Account, "team", "payments")
        },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Whatever_is_stopped_it_makes_room_before_and_after_and_is_stopped_again_past_it(
        string kind, CountedRule rule, StopTarget target)
    {
        var guard = new GuardOverPolicies(Policy(rule));
        (await RaiseAsync(guard, 2, until: null, target: target)).ShouldBeOfType<RaiseResult.Done>().Limit.ShouldBe(5, kind);
        await guard.CallAsync(Of(4));
        (await guard.OpenAsync()).ShouldBeEmpty(kind);
        await guard.CallAsync(Of(1, from: 10));
        var stop = await guard.OnlyAsync();
        (stop.Target, stop.Evidence!.Limit).ShouldBe((target, 5), kind);
        IsDenied("anthropic.claude-opus-4-6").ShouldBeTrue(kind);
        IsDenied("anthropic.claude-haiku-4-5").ShouldBe(rule.Deny is null, kind);

        var done = (await RaiseAsync(guard, 3, until: null, Start.AddMinutes(5), target: target)).ShouldBeOfType<RaiseResult.Done>();
        (done.Measured, done.Limit, done.Stop?.Id).ShouldBe((5, 8, stop.Id), kind);
        (await guard.RestoreAsync(done.Stop!, 0, Start.AddMinutes(6))).ShouldBeOfType<Engine.Cycle.RestoreResult.Done>(kind);
        await MinuteAsync(guard, Start.AddMinutes(7));
        IsDenied("anthropic.claude-opus-4-6").ShouldBeFalse(kind);

        await guard.CallAsync(Of(3, from: 500));
        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(8, kind);
        (await guard.RestoreAsync(await guard.OnlyAsync(), 4, Start.AddMinutes(20))).ShouldBeOfType<Engine.Cycle.RestoreResult.Done>(kind);
        IsDenied("anthropic.claude-opus-4-6").ShouldBeFalse(kind);

        bool IsDenied(string model) => guard.Iam.IsDenied(One(9000, 3600, model));

        static IEnumerable<Invocation> Of(int count, int from = 0) => Enumerable.Range(from, count).Select(n => One(n, n));

        static Invocation One(int number, double at, string model = "anthropic.claude-opus-4-6")
        {
            var call = Call(number, at, model: model, tags: new Dictionary<string, string> { ["team"] = "payments" });
            var principal = call.Caller.Principal with { Tags = TagSet.OfPrincipal([KeyValuePair.Create("team", "payments")]) };
            return call with { Caller = call.Caller with { Principal = principal } };
        }
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
        GuardOverPolicies guard, decimal amount, DateTimeOffset? until, DateTimeOffset? at = null, string rule = "cap",
        StopTarget? target = null) =>
        await new RaiseByHand(new RuleBook(guard.Policy), guard.Ports).RunAsync(
            rule, target ?? Agent, amount, until, "planned",
            (Asker.Heard)await Asker.OfAsync("arn:aws:iam::111122223333:user/ana", guard.Enforcement, default), at ?? Start, default);

    private static async Task MinuteAsync(GuardOverPolicies guard, DateTimeOffset now)
    {
        (await new RaiseDuty(new RuleBook(guard.Policy), guard.Ports).LookAsync(new Findings(), now, default)).ShouldBeTrue();
        await guard.MinuteAsync(now);
    }
}
