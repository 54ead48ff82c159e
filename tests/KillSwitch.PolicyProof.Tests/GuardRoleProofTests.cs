namespace KillSwitch.PolicyProof.Tests;

/// <summary>What the guard's own roles may do to IAM, by an evaluator that is not ours: attach and detach the prepared policies, and nothing else.</summary>
public class GuardRoleProofTests
{
    private static readonly string[] Roles = ["MeterFunctionMeterRole", "WatchFunctionWatchRole", "SetupFunctionSetupRole", "BudgetFunctionBudgetRole"];
    private static readonly string[] Allowed =
    [
        "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:AttachUserPolicy", "iam:DetachUserPolicy",
        "iam:ListAttachedRolePolicies", "iam:ListAttachedUserPolicies",
        "iam:GetAccountAuthorizationDetails",
    ];

    private const string Role = $"arn:aws:iam::{GuardRoles.Account}:role/agent";
    private const string User = $"arn:aws:iam::{GuardRoles.Account}:user/agent";

    [Theory]
    [InlineData(GuardRoles.PreparedPolicy, Decision.Allowed)]
    [InlineData(GuardRoles.PreparedAccountPolicy, Decision.Allowed)]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", Decision.Unmentioned)]
    [InlineData("arn:aws:iam::111122223333:policy/killswitch/somebody-elses", Decision.Unmentioned)]
    [InlineData("arn:aws:iam::111122223333:policy/KillSwitch-deny-spending-us-east-1", Decision.Unmentioned)]
    public async Task Each_role_attaches_and_detaches_the_prepared_policies_alone(string policy, Decision expected)
    {
        var context = new Dictionary<string, string[]> { ["iam:PolicyARN"] = [policy] };
        var outcomes = await Ask(role =>
        [
            new Question(role, "iam:AttachRolePolicy", Role, context),
            new Question(role, "iam:DetachRolePolicy", Role, context),
            new Question(role, "iam:AttachUserPolicy", User, context),
            new Question(role, "iam:DetachUserPolicy", User, context),
        ]);

        outcomes.Count.ShouldBe(16);
        outcomes.ShouldAllBe(outcome => outcome.Decision == expected && outcome.Ignored.Count == 0);
    }

    [Fact]
    public async Task No_role_touches_a_group_or_another_account()
    {
        var context = new Dictionary<string, string[]> { ["iam:PolicyARN"] = [GuardRoles.PreparedPolicy] };

        (await Ask(role =>
        [
            new Question(role, "iam:AttachGroupPolicy", $"arn:aws:iam::{GuardRoles.Account}:group/everyone", context),
            new Question(role, "iam:AttachRolePolicy", "arn:aws:iam::999988887777:role/agent", context),
        ])).ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }

    [Fact]
    public async Task Of_every_published_action_of_iam_none_else_is_allowed()
    {
        var outcomes = await Ask(role => [new Question(role, Service: "iam")]);

        outcomes.Count.ShouldBeGreaterThan(400);
        // The attaching ones need a policy to be named, which these questions do not: they stay unmentioned.
        outcomes.Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
            .ShouldBeSubsetOf([.. Allowed, "iam:ListEntitiesForPolicy", "iam:PassRole"]);
        outcomes.Where(outcome => outcome.Decision == Decision.Allowed && outcome.Action is "iam:PassRole").ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_role_reads_who_is_stopped_with_the_account_and_only_the_setup_who_is_stopped_alone()
    {
        Question Holders(IReadOnlyList<string> policies, string policy) => new(policies, "iam:ListEntitiesForPolicy", policy);
        var outcomes = await Ask(role => [Holders(role, GuardRoles.PreparedAccountPolicy), Holders(role, GuardRoles.PreparedPolicy)]);

        outcomes.Select(outcome => outcome.Decision == Decision.Allowed).ShouldBe([true, false, true, false, true, true]);
    }

    [Fact]
    public async Task Only_the_setup_passes_a_role_and_only_the_writer_and_only_to_bedrock()
    {
        Question Pass(IReadOnlyList<string> policies, string role, string service) =>
            new(policies, "iam:PassRole", role, new Dictionary<string, string[]> { ["iam:PassedToService"] = [service] });
        var outcomes = await Ask(role =>
        [
            Pass(role, GuardRoles.WriterRole, "bedrock.amazonaws.com"),
            Pass(role, GuardRoles.WriterRole, "lambda.amazonaws.com"),
            Pass(role, $"arn:aws:iam::{GuardRoles.Account}:role/admin", "bedrock.amazonaws.com"),
        ]);

        outcomes.Select(outcome => outcome.Decision == Decision.Allowed).ShouldBe([false, false, false, false, false, false, true, false, false, false, false, false]);
    }

    [Theory]
    [InlineData("bedrock")]
    [InlineData("bedrock-mantle")]
    [InlineData("sts")]
    [InlineData("organizations")]
    [InlineData("lambda")]
    public async Task No_role_calls_a_model_assumes_a_role_or_changes_a_function(string service) =>
        (await Ask(role => [new Question(role, Service: service)]))
            .Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct()
            .ShouldBeSubsetOf([
                "sts:GetCallerIdentity", "bedrock:GetModelInvocationLoggingConfiguration", "bedrock:PutModelInvocationLoggingConfiguration", "bedrock:DeleteModelInvocationLoggingConfiguration",
                .. RunningWorkProofTests.Reads, .. RunningWorkProofTests.Stops,
            ]);

    [Fact]
    public async Task Only_the_budget_function_sees_budgets_and_none_changes_one()
    {
        (await Ask(role => [new Question(role, Service: "budgets")]))
            .Where(outcome => outcome.Decision == Decision.Allowed).Select(outcome => outcome.Action).Distinct().ShouldBe(["budgets:ViewBudget"]);
        (await Ask(role => [new Question(role, "budgets:ViewBudget", $"arn:aws:budgets::{GuardRoles.Account}:budget/bedrock")]))
            .Select(outcome => outcome.Decision == Decision.Allowed).ShouldBe([false, false, false, true]);
        (await Ask(role => [new Question(role, "budgets:ModifyBudget", $"arn:aws:budgets::{GuardRoles.Account}:budget/bedrock")]))
            .ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }

    private static Task<IReadOnlyList<Outcome>> Ask(Func<IReadOnlyList<string>, Question[]> questions)
    {
        var policies = new Dictionary<string, string>();
        var all = new List<Question>();
        foreach (var role in Roles)
        {
            var documents = GuardRoles.Of(role);
            documents.ShouldNotBeEmpty();
            var names = documents.Select((_, i) => $"{role}-{i}").ToList();
            foreach (var (name, document) in names.Zip(documents))
                policies[name] = document;
            all.AddRange(questions(names));
        }

        return Evaluator.Ask(policies, all);
    }
}
