using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Denies;

public class MantleCapsTests
{
    private static readonly Principal Agent = new(PrincipalKind.Role, "role/agent-7", "arn:aws:iam::111122223333:role/agents/agent-7");

    [Theory]
    [InlineData(MantleAccess.Deny, PolicyMode.Enforce, StopScope.Principal, "role/agent-*", true)]
    [InlineData(MantleAccess.Deny, PolicyMode.Enforce, StopScope.Session, "role/agent-*", true)]
    [InlineData(MantleAccess.Deny, PolicyMode.Enforce, StopScope.Principal, "arn:aws:iam::111122223333:role/agents/*", true)]
    [InlineData(MantleAccess.Deny, PolicyMode.Enforce, StopScope.Principal, "user/*", false)]
    [InlineData(MantleAccess.Deny, PolicyMode.Enforce, StopScope.Account, "role/agent-*", false)]
    [InlineData(MantleAccess.Deny, PolicyMode.Observe, StopScope.Principal, "role/agent-*", false)]
    [InlineData(MantleAccess.Allow, PolicyMode.Enforce, StopScope.Principal, "role/agent-*", false)]
    public void Whoever_is_under_a_cap_of_its_own_is_kept_from_mantle_where_the_policy_says_so(MantleAccess mantle, PolicyMode mode, StopScope stop, string principal, bool expected) =>
        MantleCaps.Concern(Policy(mantle, mode, stop, [new FieldMatch(Dimension.Principal, [new Glob(principal)])]), Agent).ShouldBe(expected);

    [Fact]
    public void A_rule_that_asks_for_nobody_by_name_concerns_everybody_whatever_else_it_asks()
    {
        MantleCaps.Concern(Policy(MantleAccess.Deny, PolicyMode.Enforce, StopScope.Principal, [new FieldMatch(Dimension.Model, [new Glob("anthropic.*")])]), Agent).ShouldBeTrue();
        MantleCaps.Concern(Policy(MantleAccess.Deny, PolicyMode.Enforce, StopScope.Principal, [new FieldMatch(Dimension.Account, [new Glob("9*")])]), Agent).ShouldBeFalse();
    }

    private static Policy Policy(MantleAccess mantle, PolicyMode mode, StopScope stop, FieldMatch[] match) => new()
    {
        Mantle = mantle,
        Mode = mode,
        Rules = [new Rule { Id = "r", Match = match, Per = [Dimension.Principal, Dimension.Session], Limit = new Limit.Spend(new Usd(1)), Every = new Every.Calendar(WindowUnit.Day), Stop = stop }],
    };
}
