using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Principals;

namespace KillSwitch.Engine.Tests.Principals;

public class PrincipalDutyTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly ListedAccount _account = new();

    [Fact]
    public async Task A_principal_under_a_cap_on_which_no_deny_fits_any_more_is_found_and_let_be_when_there_is_room_again()
    {
        Put("role/agent-a", one => one with { Policies = 10 });
        Put("role/agent-b", one => one with { Policies = 9 });

        var found = (await LookAsync(Capped("role/agent-*"))).Present.ShouldHaveSingleItem();

        found.Kind.ShouldBe(GuardCondition.NoRoomForDeny);
        found.IsToldAtOnce.ShouldBeTrue();
        found.Subject.ShouldBe("no deny fits on role/agent-a");
        found.Text.ShouldContain("role/agent-a (10 policies)");
        _account.Everyone[0] = _account.Everyone[0] with { Policies = 9 };
        (await LookAsync(Capped("role/agent-*"))).Present.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("role/other", 10, 0)]
    [InlineData("user/agent-x", 10, 9)]
    [InlineData("role/agent-exempt", 10, 0)]
    public async Task Who_is_under_no_cap_is_exempt_or_may_join_a_group_is_no_finding(string name, int policies, int groups)
    {
        Put(name, one => one with { Policies = policies, Groups = groups });

        (await LookAsync(Capped("*/agent-*") with { Exempt = [new Glob("role/agent-exempt")] })).Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_in_as_many_groups_as_it_may_be_has_no_room_either()
    {
        Put("user/agent-x", one => one with { Policies = 10, Groups = 10 });

        (await LookAsync(Capped("*/agent-*"))).Present.ShouldHaveSingleItem().Kind.ShouldBe(GuardCondition.NoRoomForDeny);
    }

    [Fact]
    public async Task The_whole_listing_is_read_only_where_somebody_may_be_without_room_and_who_may_not_spend_is_none()
    {
        Put("role/agent-a", one => one with { Policies = 3 });
        await LookAsync(Capped("role/agent-*"));
        _account.WholeReadings.ShouldBe(0);
        Put("role/agent-b", one => one with { Policies = 10 });
        _account.Spenders = ["role/agent-a"];

        (await LookAsync(Capped("role/agent-*"))).Present.ShouldBeEmpty();
        _account.WholeReadings.ShouldBe(1);
    }

    [Fact]
    public async Task A_quota_that_was_raised_is_room()
    {
        Put("role/agent-b", one => one with { Policies = 10 });
        _account.Quotas = new PrincipalQuotas(20, 10, 10);

        (await LookAsync(Capped("role/agent-*"))).Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whom_the_organizations_policy_can_list_needs_no_room()
    {
        Put("role/agent-b", one => one with { Policies = 10 });

        (await LookAsync(Capped("role/agent-*"), hasControlPolicy: true)).Present.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StopScope.Session, 49, false)]
    [InlineData(StopScope.Session, 50, true)]
    [InlineData(StopScope.Model, 47, false)]
    [InlineData(StopScope.Model, 48, true)]
    [InlineData(StopScope.Principal, 50, false)]
    public async Task A_role_without_a_tag_free_is_told_before_a_stop_needs_one(StopScope stop, int tags, bool isTold)
    {
        Put("role/agent-a", one => one with { Tags = tags });

        var present = (await LookAsync(Capped("role/agent-*", stop))).Present;

        present.Select(one => one.Kind).ShouldBe(isTold ? [GuardCondition.NoTagsFree] : []);
    }

    [Fact]
    public async Task Under_a_policy_that_observes_nothing_is_cut_and_nothing_needs_room()
    {
        Put("role/agent-a", one => one with { Policies = 10, Tags = 50 });

        (await LookAsync(Capped("role/agent-*") with { Mode = PolicyMode.Observe })).Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listing_that_is_throttled_is_a_condition_of_its_own_and_says_nothing_of_the_others()
    {
        _account.Refusal = "IAM asked to slow down";
        var findings = new Findings();

        (await Duty(Capped("role/agent-*"), false).LookAsync(findings, Now, default)).ShouldBeFalse();

        findings.Looked.ShouldBe([GuardCondition.PrincipalsUnread]);
        findings.Present.ShouldHaveSingleItem().Text.ShouldContain("IAM asked to slow down");
        _account.Refusal = null;
        var after = await LookAsync(Capped("role/agent-*"));
        after.Looked.ShouldContain(GuardCondition.PrincipalsUnread);
        after.Present.ShouldBeEmpty();
    }

    private static Policy Capped(string principals, StopScope stop = StopScope.Principal) => new()
    {
        Rules =
        [
            new CountedRule
            {
                Id = "cap",
                Match = [new FieldMatch(Dimension.Principal, [new Glob(principals)])],
                Per = [Dimension.Principal, Dimension.Session, Dimension.Model],
                Limit = new Limit.CallCount(100),
                Every = new Every.Calendar(WindowUnit.Day),
                Stop = stop,
            },
        ],
    };

    private void Put(string name, Func<ListedPrincipal, ListedPrincipal> with)
    {
        _account.Add(name, Now.AddDays(-1));
        _account.Everyone[^1] = with(_account.Everyone[^1]);
    }

    private async Task<Findings> LookAsync(Policy policy, bool hasControlPolicy = false)
    {
        var findings = new Findings();
        (await Duty(policy, hasControlPolicy).LookAsync(findings, Now, default)).ShouldBeTrue();
        return findings;
    }

    private PrincipalDuty Duty(Policy policy, bool hasControlPolicy) =>
        new(policy, _account, newlyExempt: null, hasControlPolicy, DeployedAs.Checkout);
}
