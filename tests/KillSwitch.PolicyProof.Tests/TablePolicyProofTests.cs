namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// The policy of the table itself, as the deployment with operators makes it, for those whose own policies allow everything.
/// </summary>
public class TablePolicyProofTests
{
    private const string Stack = "lease/KillSwitch.template.json";
    private const string Table = $"arn:aws:dynamodb:us-east-1:{GuardRoles.Account}:table/KillSwitch-LedgerTable1";

    [Theory]
    [InlineData("role/oncall", true)]
    [InlineData("user/anna", true)]
    [InlineData("role/oncall-2", false)]
    [InlineData("role/xoncall", false)]
    [InlineData("user/oncall", false)]
    [InlineData("role/KillSwitch-mine", false)]
    [InlineData("role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1", false)]
    public async Task Items_are_written_by_operators_and_by_nobody_who_is_called_alike(string who, bool isAllowed) =>
        (await WriteAsync($"arn:aws:iam::{GuardRoles.Account}:{who}"))
            .ShouldAllBe(outcome => outcome.Decision == (isAllowed ? Decision.Allowed : Decision.Denied));

    [Fact]
    public async Task Each_of_the_guards_roles_writes_by_its_own_policies()
    {
        var names = GuardRoles.Names(Stack, role => role.EndsWith("Role", StringComparison.Ordinal));
        names.Count.ShouldBe(6);
        foreach (var role in names)
        {
            (await WriteAsync($"arn:aws:iam::{GuardRoles.Account}:role/{role}"))
                .ShouldAllBe(outcome => outcome.Decision == Decision.Allowed, role);
        }
    }

    [Theory]
    [InlineData("dynamodb:GetItem")]
    [InlineData("dynamodb:Query")]
    [InlineData("dynamodb:DeleteTable")]
    [InlineData("dynamodb:PutResourcePolicy")]
    [InlineData("dynamodb:UpdateTimeToLive")]
    public async Task Reading_and_the_deployment_are_left_to_those_who_may(string action) =>
        (await AskAsync($"arn:aws:iam::{GuardRoles.Account}:role/somebody", action))
            .ShouldAllBe(outcome => outcome.Decision == Decision.Allowed);

    private static Task<IReadOnlyList<Outcome>> WriteAsync(string principal) =>
        AskAsync(principal, "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem",
            "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete");

    private static Task<IReadOnlyList<Outcome>> AskAsync(string principal, params string[] actions) => Evaluator.Ask(
        new Dictionary<string, string> { ["allow"] = Policies.AllowAll, ["table"] = GuardRoles.TablePolicy(Stack) },
        [.. actions.Select(
            action => new Question(["allow"], action, Table, new Dictionary<string, string[]> { ["aws:PrincipalArn"] = [principal] })
            {
                Principal = principal,
                ResourcePolicy = "table",
            })]);
}
