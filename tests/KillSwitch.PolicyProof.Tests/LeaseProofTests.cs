namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// The two halves of a lease, by an evaluator that is not ours: what puts the deny on can take nothing off, and the guard only takes it
/// off.
/// </summary>
public class LeaseProofTests
{
    // The stack as `make synth` makes it with lease=role/agent-a,user/ci.
    private const string Leased = "lease/KillSwitch.template.json";
    private const string Machine = "LeaseMachineRole";
    private const string Scheduler = "LeaseScheduler";
    private const string Account = $"arn:aws:iam::{GuardRoles.Account}";
    private const string LeaseDeny = $"{Account}:policy/killswitch/KillSwitch-deny-lease-us-east-1";
    private const string Table = $"arn:aws:dynamodb:us-east-1:{GuardRoles.Account}:table/ledger";

    [Theory]
    [InlineData("iam:AttachRolePolicy", "role/agent-a", LeaseDeny, Decision.Allowed)]
    [InlineData("iam:AttachUserPolicy", "user/ci", LeaseDeny, Decision.Allowed)]
    [InlineData("iam:AttachRolePolicy", "role/agent-ab", LeaseDeny, Decision.Unmentioned)]
    [InlineData("iam:AttachRolePolicy", "role/path/agent-a", LeaseDeny, Decision.Unmentioned)]
    [InlineData("iam:AttachUserPolicy", "user/agent-a", LeaseDeny, Decision.Unmentioned)]
    [InlineData("iam:AttachRolePolicy", "role/agent-a", GuardRoles.PreparedPolicy, Decision.Unmentioned)]
    [InlineData("iam:AttachRolePolicy", "role/agent-a", GuardRoles.PreparedAccountPolicy, Decision.Unmentioned)]
    [InlineData("iam:AttachRolePolicy", "role/agent-a", "arn:aws:iam::aws:policy/AdministratorAccess", Decision.Unmentioned)]
    [InlineData("iam:DetachRolePolicy", "role/agent-a", LeaseDeny, Decision.Unmentioned)]
    [InlineData("iam:DetachUserPolicy", "user/ci", LeaseDeny, Decision.Unmentioned)]
    public async Task The_state_machine_denies_the_leased_and_does_nothing_else_to_anybody(
        string action, string whom, string policy, Decision expected)
    {
        var outcome = (await Ask(Machine, new Question([], action, $"{Account}:{whom}", Context("iam:PolicyARN", policy))))
            .ShouldHaveSingleItem();

        (outcome.Decision, outcome.Ignored.Count).ShouldBe((expected, 0));
    }

    [Theory]
    [InlineData("WatchFunctionWatchRole", Decision.Allowed)]
    [InlineData("SetupFunctionSetupRole", Decision.Allowed)]
    [InlineData("MeterFunctionMeterRole", Decision.Unmentioned)]
    [InlineData("BudgetFunctionBudgetRole", Decision.Unmentioned)]
    [InlineData("ChatFunctionChatRole", Decision.Unmentioned)]
    public async Task The_guard_takes_the_leases_deny_off_and_cannot_put_it_on(string role, Decision toLift)
    {
        var context = Context("iam:PolicyARN", LeaseDeny);
        Question[] lift =
            [new([], "iam:DetachRolePolicy", $"{Account}:role/anyone", context),
            new([], "iam:DetachUserPolicy", $"{Account}:user/anyone", context)];
        Question[] deny =
            [new([], "iam:AttachRolePolicy", $"{Account}:role/agent-a", context),
            new([], "iam:AttachUserPolicy", $"{Account}:user/ci", context)];

        (await Ask(role, lift)).ShouldAllBe(outcome => outcome.Decision == toLift);
        (await Ask(role, new Question([], "iam:ListEntitiesForPolicy", LeaseDeny)))
            .ShouldAllBe(outcome => outcome.Decision == Decision.Allowed);
        (await Ask(role, deny)).ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
        (await Ask(role, new Question(
            [], "iam:DetachRolePolicy", $"{Account}:role/agent-a", Context("iam:PolicyARN", "arn:aws:iam::aws:policy/ReadOnlyAccess"))))
            .ShouldAllBe(outcome => outcome.Decision == Decision.Unmentioned);
    }

    [Theory]
    [InlineData("dynamodb:GetItem", "lease", Decision.Allowed)]
    [InlineData("dynamodb:UpdateItem", "lease", Decision.Allowed)]
    [InlineData("dynamodb:GetItem", "stops", Decision.Unmentioned)]
    [InlineData("dynamodb:UpdateItem", "policy", Decision.Unmentioned)]
    [InlineData("dynamodb:DeleteItem", "lease", Decision.Unmentioned)]
    public async Task Of_the_guards_table_it_sees_the_lease_alone(string action, string partition, Decision expected) =>
        (await Ask(Machine, new Question([], action, Table, Context("dynamodb:LeadingKeys", partition))))
            .ShouldHaveSingleItem().Decision.ShouldBe(expected);

    [Theory]
    [InlineData("sqs:ReceiveMessage", GuardRoles.Presses, Decision.Allowed)]
    [InlineData("sqs:DeleteMessage", GuardRoles.Presses, Decision.Allowed)]
    [InlineData("sqs:SendMessage", GuardRoles.Presses, Decision.Unmentioned)]
    [InlineData("sqs:ReceiveMessage", $"arn:aws:sqs:us-east-1:{GuardRoles.Account}:theirs", Decision.Unmentioned)]
    [InlineData("iam:UpdateServiceSpecificCredential", $"{Account}:user/agent", Decision.Unmentioned)]
    [InlineData("iam:CreatePolicyVersion", GuardRoles.PreparedPolicy, Decision.Unmentioned)]
    [InlineData("iam:PassRole", $"{Account}:role/agent", Decision.Unmentioned)]
    [InlineData("bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/a", Decision.Unmentioned)]
    [InlineData("dynamodb:DeleteTable", $"arn:aws:dynamodb:us-east-1:{GuardRoles.Account}:table/ledger", Decision.Unmentioned)]
    public async Task What_does_what_people_press_reads_its_queue_and_cannot_press_itself(
        string action, string resource, Decision expected) =>
        (await Ask("ChatFunctionChatRole", new Question([], action, resource))).ShouldAllBe(outcome => outcome.Decision == expected);

    [Theory]
    [InlineData("iam")]
    [InlineData("sts")]
    [InlineData("bedrock")]
    [InlineData("lambda")]
    [InlineData("states")]
    [InlineData("organizations")]
    public async Task Of_every_published_action_it_has_none_that_names_no_policy(string service) =>
        (await Ask(Machine, new Question([], Service: service)))
            .Where(outcome => outcome.Decision == Decision.Allowed && outcome.Action != "sts:GetCallerIdentity").ShouldBeEmpty();

    [Fact]
    public async Task The_schedule_starts_the_state_machine_and_nothing_else()
    {
        (await Ask(Scheduler, new Question([], Service: "iam"))).ShouldNotContain(outcome => outcome.Decision == Decision.Allowed);
        (await Ask(Scheduler, new Question([], "states:StartExecution", GuardRoles.LeaseMachine),
            new Question([], "states:StartExecution", $"arn:aws:states:us-east-1:{GuardRoles.Account}:stateMachine:theirs")))
            .Select(outcome => outcome.Decision).ShouldBe([Decision.Allowed, Decision.Unmentioned]);
    }

    private static Dictionary<string, string[]> Context(string key, string value) => new() { [key] = [value] };

    private static Task<IReadOnlyList<Outcome>> Ask(string role, params Question[] questions)
    {
        var documents = GuardRoles.Of(role, Leased);
        documents.ShouldNotBeEmpty();
        var policies = documents.Select((document, i) => KeyValuePair.Create($"{role}-{i}", document)).ToDictionary();
        return Evaluator.Ask(policies, [.. questions.Select(question => question with { Policies = [.. policies.Keys] })]);
    }
}
