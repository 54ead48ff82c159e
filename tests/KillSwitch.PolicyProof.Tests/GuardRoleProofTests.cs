namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// What the guard's own roles may do to IAM, by an evaluator that is not ours: attach and detach the prepared policies, set and remove the
/// tags that they read, and nothing else.
/// </summary>
public class GuardRoleProofTests
{
    private static readonly string[] Allowed =
    [
        "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:AttachUserPolicy", "iam:DetachUserPolicy",
        "iam:ListAttachedRolePolicies", "iam:ListAttachedUserPolicies",
        "iam:ListGroupsForUser",
        "iam:GetAccountAuthorizationDetails",
        "iam:GetAccountSummary",
        "iam:ListRoleTags", "iam:ListUserTags", "iam:GetRole", "iam:GetUser",
    ];

    private const string Role = $"arn:aws:iam::{GuardRoles.Account}:role/agent";
    private const string User = $"arn:aws:iam::{GuardRoles.Account}:user/agent";

    [Theory]
    [InlineData(GuardRoles.PreparedPolicy, Decision.Allowed)]
    [InlineData(GuardRoles.PreparedAccountPolicy, Decision.Allowed)]
    [InlineData(GuardRoles.PreparedSessionPolicy, Decision.Allowed)]
    [InlineData(GuardRoles.PreparedModelPolicy, Decision.Allowed)]
    [InlineData(GuardRoles.PreparedMantlePolicy, Decision.Allowed)]
    [InlineData(GuardRoles.PreparedUnmeteredPolicy, Decision.Allowed)]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", Decision.Unmentioned)]
    [InlineData("arn:aws:iam::111122223333:policy/killswitch/somebody-elses", Decision.Unmentioned)]
    [InlineData("arn:aws:iam::111122223333:policy/KillSwitch-deny-spending-us-east-1", Decision.Unmentioned)]
    public async Task Each_role_attaches_and_detaches_the_prepared_policies_alone(string policy, Decision expected)
    {
        var context = new Dictionary<string, string[]> { ["iam:PolicyARN"] = [policy] };
        var outcomes = await GuardRoles.Ask(role =>
        [
            new Question(role, "iam:AttachRolePolicy", Role, context),
            new Question(role, "iam:DetachRolePolicy", Role, context),
            new Question(role, "iam:AttachUserPolicy", User, context),
            new Question(role, "iam:DetachUserPolicy", User, context),
        ]);

        outcomes.Count.ShouldBe(16);
        outcomes.ShouldAllBe(outcome => outcome.Decision == expected && outcome.Ignored.Count == 0);
    }

    // The synthesized stack that knows its operators, and leases.
    [Theory]
    [InlineData(GuardRoles.PreparedGuardPolicy, Decision.Allowed)]
    [InlineData(GuardRoles.PreparedPolicy, Decision.Allowed)]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", Decision.Unmentioned)]
    [InlineData("arn:aws:iam::111122223333:policy/killswitch/somebody-elses", Decision.Unmentioned)]
    public async Task Where_the_operators_are_known_each_role_attaches_and_detaches_the_deny_of_the_guards_own_too(
        string policy, Decision expected)
    {
        var context = new Dictionary<string, string[]> { ["iam:PolicyARN"] = [policy] };
        var outcomes = await GuardRoles.Ask(role =>
        [
            new Question(role, "iam:AttachRolePolicy", Role, context),
            new Question(role, "iam:DetachRolePolicy", Role, context),
            new Question(role, "iam:AttachUserPolicy", User, context),
            new Question(role, "iam:DetachUserPolicy", User, context),
        ], "lease/KillSwitch.template.json");

        outcomes.Count.ShouldBe(16);
        outcomes.ShouldAllBe(outcome => outcome.Decision == expected && outcome.Ignored.Count == 0);
    }

    [Theory]
    [InlineData(Decision.Allowed, "killswitch-stopped-1")]
    [InlineData(Decision.Allowed, "killswitch-stopped-model-3", "killswitch-stopped-mantle-3")]
    [InlineData(Decision.Unmentioned, "team")]
    [InlineData(Decision.Unmentioned, "killswitch-stopped-1", "team")]
    [InlineData(Decision.Unmentioned, "killswitch")]
    [InlineData(Decision.Unmentioned, "killswitch-owner")]
    [InlineData(Decision.Unmentioned, "my-killswitch-stopped-1")]
    [InlineData(Decision.Unmentioned)]
    public async Task Each_role_sets_and_removes_the_tags_of_stops_alone(Decision expected, params string[] keys)
    {
        var context = keys.Length == 0 ? [] : new Dictionary<string, string[]> { ["aws:TagKeys"] = keys };
        var outcomes = await GuardRoles.Ask(role =>
        [
            .. from call in ((string Action, string Whom)[])[
                ("iam:TagRole", Role), ("iam:UntagRole", Role), ("iam:TagUser", User), ("iam:UntagUser", User)]
               select new Question(role, call.Action, call.Whom, context),
        ]);

        outcomes.Count.ShouldBe(16);
        outcomes.ShouldAllBe(outcome => outcome.Decision == expected && outcome.Ignored.Count == 0);
    }

    [Fact]
    public async Task No_role_tags_anything_but_roles_and_users_of_this_account()
    {
        var context = new Dictionary<string, string[]> { ["aws:TagKeys"] = ["killswitch-stopped-1"] };

        (await GuardRoles.Ask(role =>
        [
            new Question(role, "iam:TagPolicy", GuardRoles.PreparedPolicy, context),
            new Question(role, "iam:TagRole", "arn:aws:iam::999988887777:role/agent", context),
        ])).ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }

    [Fact]
    public async Task No_role_touches_a_group_of_others_or_another_account()
    {
        var context = new Dictionary<string, string[]> { ["iam:PolicyARN"] = [GuardRoles.PreparedPolicy] };

        (await GuardRoles.Ask(role =>
        [
            new Question(role, "iam:AttachGroupPolicy", $"arn:aws:iam::{GuardRoles.Account}:group/everyone", context),
            new Question(role, "iam:AttachRolePolicy", "arn:aws:iam::999988887777:role/agent", context),
            new Question(role, "iam:AddUserToGroup", $"arn:aws:iam::{GuardRoles.Account}:group/everyone"),
            new Question(role, "iam:AddUserToGroup", $"arn:aws:iam::{GuardRoles.Account}:group/killswitch/somebody-elses"),
        ])).ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }

    [Fact]
    public async Task Each_role_puts_users_into_the_prepared_groups() =>
        (await GuardRoles.Ask(role =>
        [
            new Question(role, "iam:AddUserToGroup", GuardRoles.PreparedPolicy.Replace(":policy/", ":group/", StringComparison.Ordinal)),
            new Question(
                role, "iam:RemoveUserFromGroup", GuardRoles.PreparedAccountPolicy.Replace(":policy/", ":group/", StringComparison.Ordinal)),
        ])).ShouldAllBe(outcome => outcome.Decision == Decision.Allowed);

    [Fact]
    public async Task Of_every_published_action_of_iam_none_else_is_allowed()
    {
        var outcomes = await GuardRoles.Ask(role => [new Question(role, Service: "iam")]);

        outcomes.Count.ShouldBeGreaterThan(400);
        // The attaching ones need a policy to be named, which these questions do not: they stay unmentioned.
        outcomes.Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
            .ShouldBeSubsetOf(
                [.. Allowed, "iam:AddUserToGroup", "iam:RemoveUserFromGroup", "iam:GetGroup", "iam:ListEntitiesForPolicy", "iam:PassRole"]);
        outcomes.Where(outcome => outcome.Decision == Decision.Allowed && outcome.Action is "iam:PassRole").ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_role_reads_who_holds_a_prepared_deny_and_no_other_policy()
    {
        var outcomes = await GuardRoles.Ask(role =>
        [
            .. from policy in (string[])[GuardRoles.PreparedAccountPolicy, GuardRoles.PreparedModelPolicy, GuardRoles.PreparedPolicy,
                GuardRoles.PreparedSessionPolicy, $"arn:aws:iam::{GuardRoles.Account}:policy/killswitch/somebody-elses"]
               select new Question(role, "iam:ListEntitiesForPolicy", policy),
        ]);

        outcomes.ShouldAllBe(
            outcome => outcome.Decision == (
            outcome.Resource.EndsWith("somebody-elses", StringComparison.Ordinal) ? Decision.Unmentioned : Decision.Allowed));
    }

    [Fact]
    public async Task Only_the_setup_passes_a_role_and_only_the_writer_and_only_to_bedrock()
    {
        Question Pass(IReadOnlyList<string> policies, string role, string service) =>
            new(policies, "iam:PassRole", role, new Dictionary<string, string[]> { ["iam:PassedToService"] = [service] });
        var outcomes = await GuardRoles.Ask(role =>
        [
            Pass(role, GuardRoles.WriterRole, "bedrock.amazonaws.com"),
            Pass(role, GuardRoles.WriterRole, "lambda.amazonaws.com"),
            Pass(role, $"arn:aws:iam::{GuardRoles.Account}:role/admin", "bedrock.amazonaws.com"),
        ]);

        outcomes.Select(outcome => outcome.Decision == Decision.Allowed)
            .ShouldBe([false, false, false, false, false, false, true, false, false, false, false, false]);
    }

    [Theory]
    [InlineData("bedrock")]
    [InlineData("bedrock-mantle")]
    [InlineData("sts")]
    [InlineData("organizations")]
    [InlineData("lambda")]
    public async Task No_role_calls_a_model_assumes_a_role_or_changes_a_function(string service) =>
        (await GuardRoles.Ask(role => [new Question(role, Service: service)]))
            .Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
            .ShouldBeSubsetOf([
                "sts:GetCallerIdentity", "lambda:GetFunctionConcurrency", "lambda:InvokeFunction",
                "bedrock:GetModelInvocationLoggingConfiguration",
                "bedrock:PutModelInvocationLoggingConfiguration", "bedrock:DeleteModelInvocationLoggingConfiguration",
                .. RunningWorkProofTests.Reads, .. RunningWorkProofTests.Stops,
            ]);

    [Fact]
    public async Task Only_the_watch_calls_a_function_and_only_its_own()
    {
        const string functions = $"arn:aws:lambda:us-east-1:{GuardRoles.Account}:function:";
        var own = GuardRoles.Of("WatchFunctionWatchRole").Single(policy => policy.Contains("FillSideBySide", StringComparison.Ordinal));
        var named = own[own.IndexOf(functions, StringComparison.Ordinal)..];
        named = named[..named.IndexOf('"', StringComparison.Ordinal)];
        named.ShouldStartWith(functions + "WatchFunctionWatchFunction");

        (await GuardRoles.Ask(role =>
            [new Question(role, "lambda:InvokeFunction", named), new Question(role, "lambda:InvokeFunction", functions + "another")]))
            .Select(outcome => outcome.Decision == Decision.Allowed)
            .ShouldBe([false, false, true, false, false, false, false, false]);
    }

    [Fact]
    public async Task Only_the_watch_sees_what_AWS_bills_and_nothing_else_of_it()
    {
        (await GuardRoles.Ask(role => [new Question(role, Service: "ce")]))
            .Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
                .ShouldBe(["ce:GetCostAndUsage"]);
        (await GuardRoles.Ask(
            role => [new Question(role, "ce:GetCostAndUsage", $"arn:aws:billing::{GuardRoles.Account}:billingview/primary")]))
            .Select(outcome => outcome.Decision == Decision.Allowed).ShouldBe([false, true, false, false]);
    }

    // The synthesized stack with `batchOutputs=acme-batch/night,acme-evals`.
    [Theory]
    [InlineData("acme-batch/night/abc123/manifest.json.out", true)]
    [InlineData("acme-batch/night/team/abc123/manifest.json.out", true)]
    [InlineData("acme-evals/abc123/manifest.json.out", true)]
    [InlineData("acme-batch/night/abc123/records.jsonl.out", false)]
    [InlineData("acme-batch/night/abc123/manifest.json.out.jsonl", false)]
    [InlineData("acme-batch/day/abc123/manifest.json.out", false)]
    [InlineData("acme-evals-raw/abc123/manifest.json.out", false)]
    [InlineData("somebody-elses/abc123/manifest.json.out", false)]
    public async Task Only_the_watch_reads_manifests_of_batch_jobs_and_only_where_it_was_said(string key, bool isRead) =>
        (await GuardRoles.Ask(role => [new Question(role, "s3:GetObject", "arn:aws:s3:::" + key)], "lease/KillSwitch.template.json"))
            .Select(outcome => outcome.Decision == Decision.Allowed).ShouldBe([false, isRead, false, false]);

    [Fact]
    public async Task Of_every_action_of_S3_no_role_has_another()
    {
        (await GuardRoles.Ask(role => [new Question(role, Service: "s3")], "lease/KillSwitch.template.json"))
            .Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
            .ShouldBeSubsetOf(["s3:GetObject"]);
        (await GuardRoles.Ask(role => [new Question(role, "s3:GetObject", "arn:aws:s3:::acme-batch/night/abc123/manifest.json.out")]))
            .ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }

    [Fact]
    public async Task Only_the_watch_and_the_budget_function_see_budgets_and_none_changes_one()
    {
        (await GuardRoles.Ask(role => [new Question(role, Service: "budgets")]))
            .Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
                .ShouldBe(["budgets:ViewBudget"]);
        (await GuardRoles.Ask(role => [new Question(role, "budgets:ViewBudget", $"arn:aws:budgets::{GuardRoles.Account}:budget/bedrock")]))
            .Select(outcome => outcome.Decision == Decision.Allowed).ShouldBe([false, true, false, true]);
        (await GuardRoles.Ask(
            role => [new Question(role, "budgets:ModifyBudget", $"arn:aws:budgets::{GuardRoles.Account}:budget/bedrock")]))
            .ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }
}
