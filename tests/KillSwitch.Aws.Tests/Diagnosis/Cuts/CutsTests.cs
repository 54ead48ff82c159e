using System.Collections.Immutable;
using Amazon.IdentityManagement.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Cuts;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Leases;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Tests;

namespace KillSwitch.Aws.Tests.Diagnosis.Cuts;

public class CutsTests
{
    private const string Path = "arn:aws:iam::111122223333:policy/killswitch/";
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    private static readonly Deployment Place = new("KillSwitch", "us-east-1", "t", "topic")
    {
        Denies = PreparedDeny.All.Where(deny => !deny.NeedsOperators).ToImmutableDictionary(deny => deny, deny => Path + deny.Name),
        Lease = new LeaseTerms(Path + "lease", ["role/agent"], TimeSpan.FromMinutes(10)),
    };

    [Fact]
    public void Every_prepared_policy_is_looked_at_with_what_this_version_writes()
    {
        var policies = PreparedPolicy.Of(Place);

        policies.Select(policy => policy.Name)
            .ShouldBe(["spending", "account", "principals", "session", "model", "taken", "mantle", "unmetered", "regions", "lease"]);
        policies.Where(policy => !policy.Deny.IsForUsers).Select(policy => policy.Name).ShouldBe(["session", "lease"]);
        // A deny that reads tags says nothing to a simulation without any.
        policies.Where(policy => !policy.Deny.IsUnconditional).Select(policy => policy.Name)
            .ShouldBe(["session", "model", "taken", "regions"]);
        PreparedPoliciesCheck.Judge([.. policies.Select(policy => (policy, (string?)policy.Document))], DeployedAs.Release)
            .ShouldBe(new Finding(CheckOutcome.Ok, "all 10 say in IAM what this version writes"));
    }

    [Fact]
    public void One_that_is_gone_or_was_edited_is_a_fault()
    {
        var policies = PreparedPolicy.Of(Place);

        PreparedPoliciesCheck.Judge(
            [.. policies.Select(policy => (policy, policy.Name == "model" ? null : policy.Document))], DeployedAs.Release)
            .ShouldTell(CheckOutcome.Fault, "gone: model");
        PreparedPoliciesCheck.Judge(
            [.. policies.Select(policy => (policy, (string?)(policy.Name == "session" ? SpendingDeny.Document() : policy.Document)))],
            DeployedAs.Release)
            .ShouldTell(CheckOutcome.Fault, ": session");
    }

    [Fact]
    public void Only_an_explicit_deny_closes_an_action_and_one_that_was_not_answered_is_open() => Simulation.LeftOpen(
        [
            new EvaluationResult { EvalActionName = "bedrock:InvokeModel", EvalDecision = "explicitDeny" },
            new EvaluationResult { EvalActionName = "bedrock:Converse", EvalDecision = "implicitDeny" },
            new EvaluationResult { EvalActionName = "bedrock:Retrieve", EvalDecision = "allowed" },
        ],
        ["bedrock:InvokeModel", "bedrock:Converse", "bedrock:Retrieve", "bedrock:Rerank"])
            .ShouldBe(["bedrock:Converse", "bedrock:Retrieve", "bedrock:Rerank"]);

    [Fact]
    public void What_is_simulated_is_denied_by_the_documents() =>
        Simulation.Spending.Concat(Simulation.OnMantle).Concat(Simulation.Unmetered)
            .ShouldAllBe(action => SpendingGrant.IsIn($$"""{"Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]}"""));

    [Fact]
    public void A_lease_that_lapsed_or_is_not_renewed_is_a_fault()
    {
        var terms = Place.Lease!;
        LeaseCheck.Judge(terms, new Lease(Now.AddSeconds(-30), Now.AddMinutes(9)), Now)
            .ShouldBe(new Finding(CheckOutcome.Ok, "it holds for role/agent, renewed 30 s ago"));
        LeaseCheck.Judge(terms, new Lease(Now.AddMinutes(-11), Now.AddMinutes(-1)), Now).Outcome.ShouldBe(CheckOutcome.Fault);
        LeaseCheck.Judge(terms, null, Now).Outcome.ShouldBe(CheckOutcome.Fault);
        LeaseCheck.Judge(
            terms, new Lease(Now, Now.AddMinutes(9), "the meter fails", Now), Now).Found.ShouldBe("it is not renewed: the meter fails");
        LeaseCheck.Judge(terms, new Lease(null, Lease.NotBegun), Now).Outcome.ShouldBe(CheckOutcome.Warning);
    }

    [Fact]
    public void What_is_denied_at_all_times_is_open_where_the_watch_says_so_and_where_the_policy_observes()
    {
        var hold = StandingHold.OtherRegions(isAsked: true);
        var enforced = new Policy { Mode = PolicyMode.Enforce };

        HoldFinding.Judge(hold, enforced, "it", null).ShouldBe(
            new Finding(CheckOutcome.Ok, "`otherRegions=deny` keeps everyone but the exempt from it"));
        HoldFinding.Judge(hold, new Policy { Mode = PolicyMode.Observe }, "it", null).Outcome.ShouldBe(CheckOutcome.Warning);
        HoldFinding.Judge(StandingHold.Mantle, new Policy { Mode = PolicyMode.Observe, Mantle = MantleAccess.Deny }, "it", null).Found
            .ShouldBe("`mantle: deny` keeps nobody from it while the policy observes");
        HoldFinding.Judge(hold, enforced, "it", new Condition(hold.Condition, "open", "Somebody may.", "mend it")).ShouldBe(
            new Finding(CheckOutcome.Fault, "somebody may", "mend it"));
    }

    [Fact]
    public void Calls_where_nobody_listens_are_a_fault_and_that_nobody_looks_is_a_warning()
    {
        var called = new Condition(GuardCondition.RegionUnheard, "Bedrock is called in us-west-2", "No record is read.", "a sensor");

        OtherRegionsCheck.Judge(Place, null)!.Outcome.ShouldBe(CheckOutcome.Warning);
        // Also where nobody calls at all.
        OtherRegionsCheck.Judge(Place with { OtherRegions = "tell" }, null).ShouldBe(Finding.Ok(
            $"nobody called Bedrock outside of {string.Join(", ", Place.Heard)}, as far as CloudWatch tells"));
        OtherRegionsCheck.Judge(Place with { OtherRegions = "deny" }, null).ShouldBeNull();
        foreach (var choice in (string[])["tell", "deny"])
        {
            OtherRegionsCheck.Judge(Place with { OtherRegions = choice }, called).ShouldBe(
                new Finding(CheckOutcome.Fault, "bedrock is called in us-west-2; no record is read", "a sensor"));
        }
    }

    [Fact]
    public void A_hole_on_mantle_is_told_loudly()
    {
        MantleCheck.Judge([], isTold: false, DeployedAs.Release).Outcome.ShouldBe(CheckOutcome.Ok);
        MantleCheck.Judge(["role/agent"], isTold: true, DeployedAs.Release).Found.ShouldBe(
            "CloudTrail tells who calls it, and its tokens count to them by the minute");
        MantleCheck.Judge(["role/agent"], isTold: false, DeployedAs.Release).ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Warning), found =>
                found.Found.ShouldStartWith("A HOLE: 1 principal under a cap may call"), found => found.Found.ShouldContain("role/agent"));
    }
}
