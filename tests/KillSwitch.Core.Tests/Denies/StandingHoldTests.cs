using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Denies;

public class StandingHoldTests
{
    private static readonly Principal Agent = new(PrincipalKind.Role, "role/agent-7", "arn:aws:iam::111122223333:role/agents/agent-7");

    [Theory]
    [InlineData(true, PolicyMode.Enforce, StopScope.Principal, "role/agent-*", true)]
    [InlineData(true, PolicyMode.Enforce, StopScope.Session, "role/agent-*", true)]
    [InlineData(true, PolicyMode.Enforce, StopScope.Principal, "arn:aws:iam::111122223333:role/agents/*", true)]
    [InlineData(true, PolicyMode.Enforce, StopScope.Principal, "user/*", false)]
    [InlineData(true, PolicyMode.Enforce, StopScope.Account, "role/agent-*", false)]
    [InlineData(true, PolicyMode.Observe, StopScope.Principal, "role/agent-*", false)]
    [InlineData(false, PolicyMode.Enforce, StopScope.Principal, "role/agent-*", false)]
    public void Whoever_is_under_a_cap_of_its_own_is_held_where_the_policy_says_so(
        bool isDenied, PolicyMode mode, StopScope stop, string principal, bool expected)
    {
        FieldMatch[] match = [new(Dimension.Principal, [new Glob(principal)])];
        StandingHold.Mantle.Concerns(Mantle(isDenied, mode, stop, match), Agent).ShouldBe(expected);
        StandingHold.Unmetered.Concerns(Unmetered(isDenied, mode, stop, match), Agent).ShouldBe(expected);
    }

    [Fact]
    public void The_one_hold_is_not_the_other()
    {
        StandingHold.Mantle.IsInForce(Unmetered(isDenied: true, PolicyMode.Enforce, StopScope.Principal, [])).ShouldBeFalse();
        StandingHold.Unmetered.IsInForce(Mantle(isDenied: true, PolicyMode.Enforce, StopScope.Principal, [])).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, PolicyMode.Enforce, true)]
    [InlineData(true, PolicyMode.Observe, false)]
    [InlineData(false, PolicyMode.Enforce, false)]
    public void From_other_regions_everybody_is_kept_whom_a_cap_is_on_or_not_where_the_deployment_says_so(
        bool isAsked, PolicyMode mode, bool expected) =>
        StandingHold.OtherRegions(isAsked).Concerns(new Policy { Mode = mode }, Agent).ShouldBe(expected);

    [Fact]
    public void A_rule_that_asks_for_nobody_by_name_concerns_everybody_whatever_else_it_asks()
    {
        StandingHold.Unmetered.Concerns(
            Unmetered(isDenied: true, PolicyMode.Enforce, StopScope.Principal,
            [new FieldMatch(Dimension.Model, [new Glob("anthropic.*")])]), Agent).ShouldBeTrue();
        StandingHold.Unmetered.Concerns(
            Unmetered(isDenied: true, PolicyMode.Enforce, StopScope.Principal, [new FieldMatch(Dimension.Account, [new Glob("9*")])]),
            Agent).ShouldBeFalse();
    }

    private static Policy Mantle(bool isDenied, PolicyMode mode, StopScope stop, FieldMatch[] match) =>
        Policy(mode, stop, match) with { Mantle = isDenied ? MantleAccess.Deny : MantleAccess.Allow };

    private static Policy Unmetered(bool isDenied, PolicyMode mode, StopScope stop, FieldMatch[] match) =>
        Policy(mode, stop, match) with { Unmetered = isDenied ? UnmeteredUse.Deny : UnmeteredUse.Tell };

    private static Policy Policy(PolicyMode mode, StopScope stop, FieldMatch[] match) => new()
    {
        Mode = mode,
        Rules = [new CountedRule
        {
            Id = "r",
            Match = match,
            Per = [Dimension.Principal, Dimension.Session],
            Limit = new Limit.Spend(new Usd(1)),
            Every = new Every.Calendar(WindowUnit.Day),
            Stop = stop,
        }],
    };
}
