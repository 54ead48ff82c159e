using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.People;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Health;

namespace KillSwitch.Aws.Tests.Diagnosis.People;

public class PeopleTests
{
    private const string Account = "111122223333";
    private static readonly Reachability.Limits Limits = new(10, 10, 10);
    private static readonly string[] Prepared = ["deny"];
    private static readonly string[] Ten = [.. Enumerable.Range(0, 10).Select(n => $"p{n}")];

    [Fact]
    public void What_the_watch_saw_of_names_and_limits_is_a_warning_and_other_conditions_are_not()
    {
        LimitsCheck.Judge([Lasting("LoggingOff", "logging is off")]).Outcome.ShouldBe(CheckOutcome.Ok);

        var found = LimitsCheck.Judge(
            [Lasting("NewlyExempt", "role/x is new and exempt"), Lasting("NoTagsFree", "role/y has no tag free for a stop")]);

        (found.Outcome, found.Found, found.Remedy)
            .ShouldBe((CheckOutcome.Warning, "role/x is new and exempt; role/y has no tag free for a stop", "do it; do it"));

        static LastingCondition Lasting(string kind, string subject) =>
            new(new Condition(kind, subject, "Text.", "do it"), default, default, null);
    }

    [Fact]
    public void Who_cannot_be_stopped_is_listed_with_why_and_who_is_exempt_apart()
    {
        var found = Judge(
        [
            Of("role/agent"),
            Of("role/AWSServiceRoleForBedrock"),
            Of("role/AWSReservedSSO_Dev_0123456789abcdef"),
            Of("role/full") with { Attached = Ten },
            Of("role/full-and-stopped") with { Attached = [.. Ten[1..], "deny"] },
            Of("role/passes") with { MayPassStopTags = true },
            Of("role/BreakGlass") with { MayPassStopTags = true },
            Of("role/poor", maySpend: false) with { Attached = Ten },
            Of("user/full") with { Attached = Ten, Groups = 3 },
            Of("user/full-of-groups") with { Attached = Ten, Groups = 10 },
        ]);

        found.Exempt.ShouldBe(["role/BreakGlass"]);
        found.Unstoppable.ToDictionary(one => one.Principal, one => one.Reach).ShouldBe(
            new Dictionary<string, Reach>
            {
                ["role/AWSServiceRoleForBedrock"] = Reach.ServiceLinked,
                ["role/AWSReservedSSO_Dev_0123456789abcdef"] = Reach.IdentityCenter,
                ["role/full"] = Reach.PolicyLimit,
                ["role/passes"] = Reach.PassesStopTags,
                ["root"] = Reach.Root,
                ["user/full-of-groups"] = Reach.PolicyLimit,
            },
            ignoreOrder: true);
        found.Unstoppable.ShouldAllBe(one => one.Reason.Length > 20 && one.Remedy != null);
    }

    [Fact]
    public void Whoever_has_no_room_for_what_a_rule_may_stop_is_listed_and_whom_a_weaker_deny_makes_room_for_is_not()
    {
        var nine = Ten[1..];
        var found = Reachability.Judge(
            [
                Of("role/held") with { Attached = [.. nine, "hold"] },
                Of("role/modelled") with { Attached = [.. nine, "model"] },
                Of("role/stopped") with { Attached = [.. nine, "deny"] },
                Of("role/roomy") with { Attached = nine },
                Of("user/in-few-groups") with { Attached = [.. nine, "model"] },
            ],
            [], new RuleBook(new Policy()), Limits, ["deny", "session", "model", "hold"], hasControlPolicy: false, Account,
            new DenyOrder(["deny"], ["session", "model"], ["hold"]), [(StopScope.Session, "session"), (StopScope.Model, "model")]);

        found.Unstoppable.Select(one => (one.Principal, one.Reach))
            .ShouldBe([("role/modelled", Reach.NoRoomForPart), ("root", Reach.Root)]);
        found.Unstoppable[0].Reason.ShouldContain("no session");
    }

    [Fact]
    public void In_an_organization_its_policy_lists_whom_no_deny_of_the_account_stops()
    {
        var found = Judge(
            [Of("role/AWSReservedSSO_Dev_0123456789abcdef"), Of("role/full") with { Attached = Ten }, Of("role/AWSServiceRoleForBedrock")],
            hasControlPolicy: true);

        found.Unstoppable.Select(one => one.Principal).ShouldBe(["role/AWSServiceRoleForBedrock"]);
    }

    [Fact]
    public void A_caller_of_another_account_that_the_ledger_knows_is_listed()
    {
        var found = Judge([], callers: ["role/agent", "arn:aws:iam::999988887777:role/theirs"]);

        found.Unstoppable.Single(one => one.Reach == Reach.OtherAccount).Principal.ShouldBe("arn:aws:iam::999988887777:role/theirs");
    }

    [Fact]
    public void Root_alone_is_no_reason_for_a_warning()
    {
        StoppableCheck.Judge(Judge([Of("role/agent")]), 1)
            .ShouldBe(new Finding(CheckOutcome.Ok, "all 1 roles and users that may spend can be stopped, 0 of them exempt"));
        StoppableCheck.Judge(Judge([Of("role/passes") with { MayPassStopTags = true }]), 1)
            .ShouldTell(CheckOutcome.Warning, "role/passes");
    }

    [Fact]
    public void Whoever_looks_may_restore_or_is_told_what_is_lacking()
    {
        YourAccessCheck.Judge("role/ops", [], isExempt: true).Outcome.ShouldBe(CheckOutcome.Ok);
        YourAccessCheck.Judge("role/ops", [], isExempt: false).Remedy.ShouldNotBeNull().ShouldContain("exempt: [ \"role/ops\" ]");
        YourAccessCheck.Judge(
            "role/ops", ["iam:DetachRolePolicy"], isExempt: true).Found.ShouldBe("role/ops may not restore: it lacks iam:DetachRolePolicy");
    }

    private static OutOfReach Judge(AccountPrincipal[] principals, string[]? callers = null, bool hasControlPolicy = false) =>
        Reachability.Judge(
        principals, callers ?? [], new RuleBook(new Policy
        {
            Exempt = [new Glob("role/BreakGlass*")],
        }), Limits, Prepared, hasControlPolicy, Account);

    private static AccountPrincipal Of(string name, bool maySpend = true) => new(
        new Principal(name.StartsWith("role/", StringComparison.Ordinal)
            ? PrincipalKind.Role
            : PrincipalKind.User, name, $"arn:aws:iam::{Account}:{name}"),
        maySpend,
        new Dictionary<string, string>());
}
