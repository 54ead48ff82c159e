using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>A default with exceptions: the first that matches a counter sets its limit.</summary>
public class ExceptionsTests
{
    private static readonly DateTimeOffset Later = Start.AddMinutes(10);

    private static readonly CountedRule Default = Cap(3);

    [Fact]
    public async Task Everyone_stops_at_their_own_limit_and_whoever_has_none_at_no_limit()
    {
        var guard = new GuardOverPolicies(Policy(Excepting(Default, ("role/dear-*", 10), ("role/ci", null))));

        await guard.CallAsync(
            Steady(20, 1, "agent").Concat(Steady(20, 1, "dear-one", 100)).Concat(Steady(20, 1, "ci", 200)).OrderBy(call => call.Timestamp));

        var open = await guard.OpenAsync();
        open.Keys.ShouldBe(["role/agent", "role/dear-one"], ignoreOrder: true);
        (open["role/agent"].Evidence!.Limit, open["role/dear-one"].Evidence!.Limit).ShouldBe((3, 10));
        guard.IsDenied(Later, "ci").ShouldBeFalse();
    }

    [Fact]
    public async Task The_levels_to_tell_at_are_of_ones_own_limit()
    {
        var guard = new GuardOverPolicies(Policy(Excepting(Default with { NotifyPercents = [50] }, ("role/dear", 10))));

        await guard.CallAsync(Steady(4, 1, "dear"));
        guard.Notifier.Notices.ShouldBeEmpty();
        await guard.CallAsync(Steady(1, 1, "dear", firstNumber: 50, fromSeconds: 10));

        guard.Notifier.Notices.ShouldHaveSingleItem().Limit.ShouldBe(10);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(null)]
    public async Task An_exception_for_who_is_stopped_lets_go_within_a_minute(int? limit)
    {
        var guard = new GuardOverPolicies(Policy(Default));
        await guard.CallAsync(Steady(5, 1));
        guard.IsDenied(Later).ShouldBeTrue();

        guard.Apply(Policy(Excepting(Default, ("role/agent", limit))));
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeFalse();
        guard.LastWordOf("role/agent").State.ShouldBe(StopState.Released);
    }

    [Fact]
    public async Task A_stop_under_an_exception_stands_while_the_exception_does_and_the_rules_own_limit_is_another()
    {
        var rule = Excepting(Default, ("role/agent", 5));
        var guard = new GuardOverPolicies(Policy(rule));
        await guard.CallAsync(Steady(6, 1));

        guard.Apply(Policy(rule with { Limit = new Limit.Spend(new Usd(100)) }));
        await guard.MinuteAsync(Later);
        (await guard.OnlyAsync()).Evidence!.Limit.ShouldBe(5);

        guard.Apply(Policy(Default with { Limit = new Limit.Spend(new Usd(100)) }));
        await guard.MinuteAsync(Later.AddMinutes(1));
        guard.IsDenied(Later.AddMinutes(1)).ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_had_no_limit_and_gets_one_is_measured_by_what_was_spent_before()
    {
        var guard = new GuardOverPolicies(Policy(Excepting(Default, ("role/agent", null))));
        await guard.CallAsync(Steady(5, 1));
        (await guard.OpenAsync()).ShouldBeEmpty();

        (await guard.PlanAsync(Policy(Default), Later)).Over.ShouldHaveSingleItem();
        guard.Apply(Policy(Default));
        await guard.MinuteAsync(Later);

        var stop = await guard.OnlyAsync();
        (stop.Evidence!.Measured, guard.IsDenied(Later)).ShouldBe((5, true));
    }

    [Fact]
    public void A_record_and_its_counter_find_the_same_limit_however_the_exception_writes_the_name()
    {
        string[] spellings =
        [
            "role/agent", "agent", "arn:aws:iam::111122223333:role/agent", "arn:aws:iam::111122223333:role/teams/agent", "role/teams/agent",
            "arn:aws:sts::111122223333:assumed-role/agent/s1",
        ];
        var call = Call(1, 1);
        foreach (var spelling in spellings)
        {
            var book = new RuleBook(Policy(Excepting(Default, (spelling, 10))));
            var hit = book.Hits(call).ShouldHaveSingleItem();
            var counter = book.HitOf("cap", hit.Scope).ShouldNotBeNull();
            hit.Rule.Limit.Bound.ShouldBe(spelling == "agent" ? 3 : 10, spelling);
            counter.Rule.Limit.ShouldBe(hit.Rule.Limit, spelling);
        }
    }

    [Fact]
    public void Of_several_the_first_that_matches_all_of_its_values_counts()
    {
        var rule = Default with
        {
            Per = [Dimension.Principal, Dimension.Session],
            Exceptions =
            [
                new LimitOverride(
                    [
                        new FieldMatch(Dimension.Principal, [new Glob("role/people")]),
                        new FieldMatch(Dimension.Session, [new Glob("anna@*")]),
                    ],
                    new Limit.Spend(new Usd(100))),
                new LimitOverride([new FieldMatch(Dimension.Principal, [new Glob("role/people")])], new Limit.Spend(new Usd(20))),
            ],
        };
        var book = new RuleBook(Policy(rule));

        LimitOf("people", "anna@example.com").ShouldBe(100);
        LimitOf("people", "ben@example.com").ShouldBe(20);
        LimitOf("other", "anna@example.com").ShouldBe(3);

        decimal LimitOf(string role, string session) =>
            book.Hits(Call(1, 1, role: role, session: session)).ShouldHaveSingleItem().Rule.Limit.Bound;
    }

    [Fact]
    public void Whoever_has_no_limit_is_under_no_cap()
    {
        PrincipalCaps.IsUnder(Policy(Excepting(Default, ("role/agent", null))), Call(1, 1).Caller.Principal).ShouldBeFalse();
        PrincipalCaps.IsUnder(Policy(Excepting(Default, ("role/agent", 5), ("role/*", null))), Call(1, 1).Caller.Principal).ShouldBeTrue();
        PrincipalCaps.IsUnder(Policy(Excepting(Default, ("role/other", null))), Call(1, 1).Caller.Principal).ShouldBeTrue();
    }

    private static CountedRule Excepting(CountedRule rule, params (string Principal, int? Usd)[] exceptions) => rule with
    {
        Exceptions =
        [
            .. exceptions.Select(one => new LimitOverride(
                [new FieldMatch(Dimension.Principal, [new Glob(one.Principal)])],
                one.Usd is { } usd ? new Limit.Spend(new Usd(usd)) : null)),
        ],
    };
}
