using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Tests.Cycle;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>A rule whose stop takes the dear model away and leaves the others.</summary>
public class TakenModelsTests
{
    private const string Haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
    private const string Opus = "global.anthropic.claude-opus-4-6-v1";

    private static readonly DateTimeOffset Later = Start.AddMinutes(10);

    private static readonly CountedRule NoOpus = Cap(3) with { Deny = new ModelSet("anthropic.claude-opus-*") };

    [Fact]
    public async Task Whoever_is_over_loses_the_model_by_every_profile_and_keeps_the_others_and_nobody_else_loses_it()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus));
        await guard.CallAsync(Steady(5, 1));

        var stop = await guard.OnlyAsync();
        (stop.State, stop.Target.Name, stop.Denied.Name)
            .ShouldBe((StopState.Enforced, "role/agent", "anthropic.claude-opus-* of role/agent"));
        IsDenied(guard, Opus).ShouldBeTrue();
        IsDenied(guard, "anthropic.claude-opus-9-v1:0").ShouldBeTrue();
        IsDenied(guard, Haiku).ShouldBeFalse();
        IsDenied(guard, Opus, "other").ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_spent_on_other_models_afterwards_counts_and_stops_nothing_more()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus));
        await guard.CallAsync(Steady(5, 1));
        await guard.CallAsync(Enumerable.Range(0, 20).Select(n => Call(100 + n, 300 + n, model: Haiku)));

        (await guard.OnlyAsync()).EscalatedTo.ShouldBeNull();
        IsDenied(guard, Haiku).ShouldBeFalse();
    }

    [Fact]
    public async Task A_restore_gives_the_model_back()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus));
        await guard.CallAsync(Steady(5, 1));

        await guard.RestoreAsync(await guard.OnlyAsync(), raise: 100, Later);

        IsDenied(guard, Opus).ShouldBeFalse();
    }

    [Fact]
    public async Task A_rule_that_takes_something_else_away_by_now_does_so_within_a_minute()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus));
        await guard.CallAsync(Steady(5, 1));

        guard.Apply(Policy(NoOpus with { Deny = new ModelSet("anthropic.claude-haiku-*") }));
        await guard.MinuteAsync(Later);
        (IsDenied(guard, Opus), IsDenied(guard, Haiku)).ShouldBe((false, true));

        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Later.AddMinutes(1));
        (IsDenied(guard, Opus, at: Later.AddMinutes(1)), IsDenied(guard, "amazon.nova-lite-v1:0", at: Later.AddMinutes(1)))
            .ShouldBe((true, true));

        guard.Apply(Policy(NoOpus));
        await guard.MinuteAsync(Later.AddMinutes(2));
        (IsDenied(guard, Opus, at: Later.AddMinutes(2)), IsDenied(guard, Haiku, at: Later.AddMinutes(2))).ShouldBe((true, false));
        (await guard.OnlyAsync()).Denied.ShouldBeOfType<StopTarget.Models>();
    }

    [Fact]
    public async Task A_stop_of_the_account_takes_the_model_from_everyone_who_is_not_exempt()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus with { Per = [Dimension.Account], Stop = StopScope.Account }) with
        {
            Exempt = [new Glob("role/exempt")],
        });
        await guard.CallAsync(Steady(5, 1));

        (await guard.OnlyAsync()).Denied.Name.ShouldBe("anthropic.claude-opus-* of account 111122223333");
        IsDenied(guard, Opus, "other").ShouldBeTrue();
        IsDenied(guard, Opus, "exempt").ShouldBeFalse();
        IsDenied(guard, Haiku, "other").ShouldBeFalse();
    }

    [Fact]
    public async Task Served_calls_of_the_model_are_a_leak_and_of_another_are_none_and_then_all_of_Bedrock_goes()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus));
        await guard.CallAsync(Steady(5, 1));
        var (stop, rules) = (await guard.OnlyAsync(), new RuleBook(guard.Policy));
        Leaks.Find([stop], [Call(50, 600, model: Haiku)], rules).ShouldBeEmpty();
        Leaks.Find([stop], [Call(51, 600, role: "other", model: Opus)], rules).ShouldBeEmpty();
        var leak = Leaks.Find([stop], [Call(52, 600, model: Opus), Call(53, 601, model: Opus)], rules).ShouldHaveSingleItem();

        var wider = await new Verification(new CycleContext(rules, guard.Enforcement)).LeakAsync(stop, leak, Later, default);

        var taking = wider.ShouldNotBeNull();
        (taking.Target.Name, taking.Models, taking.State).ShouldBe(("role/agent", null, StopState.Enforced));
        IsDenied(guard, Haiku).ShouldBeTrue();
        Standing.Of(taking, rules, Later).ShouldBeOfType<Standing.Stands>();
        (await guard.Stops.FindAsync(stop.Id, default))!.EscalatedTo.ShouldBe(taking.Id);
    }

    [Fact]
    public async Task A_deny_of_theirs_that_is_gone_is_put_back_and_told_and_one_that_stands_is_verified()
    {
        foreach (var models in (string[])["anthropic.claude-opus-*", "*opus*"])
        {
            var guard = new GuardOverPolicies(Policy(Cap(3) with { Deny = new ModelSet(models) }));
            await guard.CallAsync(Steady(5, 1));
            var stop = await guard.OnlyAsync();
            var verification = new Verification(new CycleContext(new RuleBook(guard.Policy), guard.Enforcement));
            await verification.RunAsync(Later, default);
            (await guard.OnlyAsync()).VerifiedAt.ShouldBe(Later);
            guard.Notifier.Alerts.ShouldBeEmpty();

            await guard.Iam.AllowAsync(stop.Denied, Later, default);
            await verification.RunAsync(Later.AddMinutes(1), default);

            IsDenied(guard, Opus, at: Later.AddMinutes(2)).ShouldBeTrue();
            guard.Notifier.Alerts.Select(alert => alert.Subject).ShouldBe([$"the deny of {models} of role/agent was gone"]);
        }
    }

    [Fact]
    public async Task A_leak_of_a_model_that_everyone_lost_stops_whom_it_does_not_hold_and_nobody_else()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus with { Per = [Dimension.Account], Stop = StopScope.Account }));
        await guard.CallAsync(Steady(5, 1));
        var (stop, rules) = (await guard.OnlyAsync(), new RuleBook(guard.Policy));
        var leak = Served.Twice(stop, Later, "role/other");

        var wider = await new Verification(new CycleContext(rules, guard.Enforcement)).LeakAsync(stop, leak, Later, default);

        wider.ShouldNotBeNull().Target.Name.ShouldBe("role/other");
        IsDenied(guard, Haiku, "other").ShouldBeTrue();
        IsDenied(guard, Haiku).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stop_of_all_of_Bedrock_beside_it_is_lifted_without_giving_the_model_back()
    {
        var guard = new GuardOverPolicies(Policy(NoOpus, Cap(8) with { Id = "all" }));
        await guard.CallAsync(Steady(5, 1).Concat(Enumerable.Range(0, 9).Select(n => Call(100 + n, 30 + n, model: Haiku))));
        var all = (await guard.Stops.OpenAsync(default)).Single(stop => stop.Trip!.Rule == "all");
        IsDenied(guard, Haiku).ShouldBeTrue();

        await guard.RestoreAsync(all, raise: 100, Later);

        (IsDenied(guard, Opus), IsDenied(guard, Haiku)).ShouldBe((true, false));
        var lifted = (await guard.Stops.FindAsync(all.Id, default))!;
        (lifted.HeldBy, lifted.PartHeldBy).ShouldBe((null, (await guard.OnlyAsync()).Id));
    }

    private static bool IsDenied(GuardOverPolicies guard, string model, string role = "agent", DateTimeOffset? at = null) =>
        guard.Iam.IsDenied(Call(999_999, ((at ?? Later) - Start).TotalSeconds, role: role, model: model));
}
