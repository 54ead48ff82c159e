using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Cycle;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>Stops of models, of those who carry a tag and of whole principals, over one another and over a policy that changes.</summary>
public class SeveralStopsTests
{
    private const string Haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
    private const string Opus = "global.anthropic.claude-opus-4-6-v1";

    private static readonly DateTimeOffset Later = Start.AddMinutes(10);

    private static readonly CountedRule NoOpus = Cap(3) with { Deny = new ModelSet("anthropic.claude-opus-*") };

    private static readonly CountedRule Team = Cap(3) with
    {
        Id = "team",
        Per = [Dimension.PrincipalTag("team")],
        Stop = StopScope.Principals,
    };

    [Fact]
    public async Task A_stop_of_everything_over_one_of_a_model_ends_and_the_model_stays_denied()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus, Cap(6) with { Id = "whole" }));
        await guard.CallAsync(Steady(5, 1));
        await guard.CallAsync(Enumerable.Range(0, 10).Select(n => Call(200 + n, 320 + n)));
        var open = await guard.Stops.OpenAsync(default);
        var (whole, part) = (open.Single(stop => stop.Models is null), open.Single(stop => stop.Models is not null));
        IsDenied(guard, Haiku, Later).ShouldBeTrue();

        await guard.RestoreAsync(whole, raise: 100, Later);

        (IsDenied(guard, Haiku, Later), IsDenied(guard, Opus, Later)).ShouldBe((false, true));
        (await guard.Stops.FindAsync(whole.Id, default))!.PartHeldBy.ShouldBe(part.Id);
        await guard.RestoreAsync(part, raise: 100, Later);
        IsDenied(guard, Opus, Later).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_rules_that_take_away_the_same_model_each_gives_back_its_own()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus, Cap(2) with { Id = "second", Deny = new ModelSet("anthropic.*") }));
        await guard.CallAsync(Steady(5, 1));

        await guard.RestoreAsync((await guard.Stops.OpenAsync(default)).Single(stop => stop.Trip!.Rule == "second"), raise: 100, Later);

        (IsDenied(guard, Haiku, Later), IsDenied(guard, Opus, Later)).ShouldBe((false, true));
        await guard.RestoreAsync(await guard.OnlyAsync(), raise: 100, Later);
        IsDenied(guard, Opus, Later).ShouldBeFalse();
    }

    [Fact]
    public async Task A_rule_with_deny_goes_from_observed_to_waiting_to_enforced_with_its_models()
    {
        var manual = Policy(NoOpus with { Approval = Approval.Manual });
        var guard = new GuardOverPolicies(manual with { Mode = PolicyMode.Observe });
        await guard.CallAsync(Steady(5, 1));
        guard.Apply(manual);
        await guard.MinuteAsync(Later);
        var waiting = await guard.OnlyAsync();
        (waiting.State, waiting.Models).ShouldBe((StopState.AwaitingApproval, NoOpus.Deny));

        guard.Apply(Policy(NoOpus));
        await guard.MinuteAsync(Later.AddMinutes(1));

        (await guard.OnlyAsync()).State.ShouldBe(StopState.Enforced);
        (IsDenied(guard, Opus, Later.AddMinutes(1)), IsDenied(guard, Haiku, Later.AddMinutes(1))).ShouldBe((true, false));
    }

    [Fact]
    public async Task Whom_a_rule_takes_a_model_from_changes_with_the_policy()
    {
        var rule = NoOpus with { Per = [Dimension.Principal, Dimension.PrincipalTag("team")] };
        var guard = new GuardOverPolicies(Policy(rule));
        await guard.CallAsync(Enumerable.Range(0, 5).Select(n => Carrying("shop", n, n)));
        StopScope[] kinds = [StopScope.Principals, StopScope.Account, StopScope.Principal, StopScope.Principals];
        foreach (var (i, kind) in kinds.Index())
        {
            var at = Later.AddMinutes(i);
            guard.Apply(Policy(rule with { Stop = kind }));
            await guard.MinuteAsync(at);

            var only = await guard.OnlyAsync();
            (only.Target.Kind, only.State).ShouldBe((kind, StopState.Enforced));
            IsDenied(guard, Opus, at, "agent", "shop").ShouldBeTrue();
            IsDenied(guard, Opus, at, "mate", "shop").ShouldBe(kind != StopScope.Principal);
            IsDenied(guard, Opus, at, "other", "hr").ShouldBe(kind == StopScope.Account);
            IsDenied(guard, Haiku, at, "agent", "shop").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_pool_loses_a_model_or_all_as_the_policy_says_by_now_and_spares_the_exempt()
    {
        var guard = new GuardOverPolicies(Policy(Team));
        await guard.CallAsync(Enumerable.Range(0, 5).Select(n => Carrying("shop", n, n)));
        guard.Apply(Policy(Team with { Deny = NoOpus.Deny }) with { Exempt = [new Glob("role/agent")] });
        await guard.MinuteAsync(Later);
        (IsDenied(guard, Opus, Later, "mate", "shop"), IsDenied(guard, Haiku, Later, "mate", "shop"),
            IsDenied(guard, Opus, Later, "agent", "shop")).ShouldBe((true, false, false));

        guard.Apply(Policy(Team));
        await guard.MinuteAsync(Later.AddMinutes(1));

        (await guard.OnlyAsync()).Denied.Name.ShouldBe("principalTag:team=shop");
        IsDenied(guard, Haiku, Later.AddMinutes(1), "agent", "shop").ShouldBeTrue();
    }

    [Fact]
    public async Task Exceptions_and_exemptions_that_come_give_the_model_back_and_those_that_go_take_it()
    {
        var free = new LimitOverride([new FieldMatch(Dimension.Principal, [new Glob("role/agent")])], null);
        Policy[] policies =
            [Policy(NoOpus with { Exceptions = [free] }), Policy(NoOpus), Policy(NoOpus) with { Exempt = [new("role/agent")] }];
        var guard = new GuardOverPolicies(Policy(NoOpus));
        await guard.CallAsync(Steady(5, 1));
        foreach (var (i, policy) in policies.Append(Policy(NoOpus)).Index())
        {
            var at = Later.AddMinutes(i);
            guard.Apply(policy);
            await guard.MinuteAsync(at);

            (IsDenied(guard, Opus, at), IsDenied(guard, Haiku, at)).ShouldBe((i % 2 == 1, false));
        }
    }

    [Fact]
    public async Task Under_a_trailing_window_what_is_taken_away_is_narrowed_and_widened_and_stays_one_stop()
    {
        var rolling = NoOpus with { Every = new Every.Rolling(TimeSpan.FromMinutes(30)) };
        var guard = new GuardOverPolicies(Policy(rolling));
        await guard.CallAsync(Steady(5, 1));
        guard.Apply(Policy(rolling with { Deny = new ModelSet("anthropic.claude-opus-4-6-v1") }));
        await guard.MinuteAsync(Later);
        (IsDenied(guard, Opus, Later), IsDenied(guard, "anthropic.claude-opus-9-v1:0", Later)).ShouldBe((true, false));

        guard.Apply(Policy(rolling with { Deny = null }));
        await guard.MinuteAsync(Later.AddMinutes(1));
        await guard.MinuteAsync(Later.AddMinutes(2));

        (await guard.OnlyAsync()).Models.ShouldBeNull();
        IsDenied(guard, Haiku, Later.AddMinutes(2)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_escalation_that_is_taken_back_lets_the_gateway_go_and_the_tag_stays_stopped()
    {
        var rule = Cap(3) with { Per = [Dimension.Tag("team")], Stop = StopScope.Tag, Escalate = TagEscalation.Principal };
        var guard = new GuardOverPolicies(Policy(rule));
        await guard.CallAsync(Enumerable.Range(0, 5).Select(
            n => Call(n, n, role: "gateway", tags: new Dictionary<string, string> { ["team"] = "shop" })));
        var stop = await guard.OnlyAsync();
        await new Verification(new CycleContext(new RuleBook(guard.Policy), guard.Enforcement))
            .LeakAsync(stop, Served.Twice(stop, Later, "role/gateway"), Later, default);
        IsDenied(guard, Opus, Later, "gateway").ShouldBeTrue();

        guard.Apply(Policy(rule with { Escalate = TagEscalation.None }));
        await guard.MinuteAsync(Later.AddMinutes(1));

        IsDenied(guard, Opus, Later.AddMinutes(1), "gateway").ShouldBeFalse();
        (await guard.OnlyAsync()).Target.ShouldBe(stop.Target);
    }

    [Fact]
    public async Task One_of_a_pool_whom_nobody_can_change_is_told_of_where_it_is_served_and_one_who_has_left_is_not()
    {
        var guard = new GuardOverPolicies(Policy(Team), new Unreachable(new InMemoryAccount(TimeSpan.Zero, _ => false), "role/sso"));
        await guard.CallAsync(Enumerable.Range(0, 5).Select(n => Carrying("shop", n, n)));
        var (stop, rules) = (await guard.OnlyAsync(), new RuleBook(guard.Policy));
        var verification = new Verification(new CycleContext(rules, guard.Enforcement));

        (await verification.LeakAsync(stop, Served.Twice(stop, Later, "role/left"), Later, default)).ShouldBeNull();
        (await guard.OnlyAsync()).IsLeaking.ShouldBeFalse();
        (await verification.LeakAsync(stop, Served.Twice(stop, Later, "role/sso"), Later, default)).ShouldBeNull();

        (await guard.OnlyAsync()).IsLeaking.ShouldBeTrue();
    }

    private static Invocation Carrying(string team, int number, double atSeconds, string role = "agent", string model = Opus)
    {
        var call = Call(number, atSeconds, role: role, model: model);
        var carrying = call.Caller.Principal with { Tags = TagSet.OfPrincipal([KeyValuePair.Create("team", team)]) };
        return call with { Caller = call.Caller with { Principal = carrying } };
    }

    private static bool IsDenied(GuardOverPolicies guard, string model, DateTimeOffset at, string role = "agent", string team = "none") =>
        guard.Iam.IsDenied(Carrying(team, 999_999, (at - Start).TotalSeconds, role, model));

    // Says nothing of single principals, and of one that it can never be changed.
    private sealed class Unreachable(IEnforcer inner, string name) : IEnforcer
    {
        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            inner.DenyAsync(target, now, cancellation);

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            inner.AllowAsync(target, now, cancellation);

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) =>
            inner.IsDeniedAsync(target, cancellation);

        public ValueTask<bool?> IsDeniedToAsync(StopTarget target, string principal, CancellationToken cancellation) =>
            ValueTask.FromResult<bool?>(null);

        public string? Obstacle(StopTarget target) =>
            target is StopTarget.Principal one && one.PrincipalName == name ? "nobody can change it" : null;
    }
}
