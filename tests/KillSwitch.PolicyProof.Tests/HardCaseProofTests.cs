using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>
/// Callers that are stopped like any other, whatever else is said of them; and those that the deny in the account does not reach.
/// </summary>
public class HardCaseProofTests
{
    private const string Account = "111122223333";
    private const string Model = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1";
    private const string BedrockAlone = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}]}""";

    private static readonly string[] Spending = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

    [Theory]
    [InlineData("allow")]
    [InlineData("bedrock-alone")]
    public async Task The_deny_holds_whatever_a_permissions_boundary_allows(string boundary) =>
        (await AskAsync(["allow", "deny"], Session("agent"), question => question with { Boundary = [boundary] }))
            .ShouldAllBe(decision => decision == Decision.Denied);

    // What a service runs as is a role: whom its trust lets in does not matter to a deny on it.
    [Theory]
    [InlineData("AmazonBedrockExecutionRoleForAgents_1")]
    [InlineData("AmazonBedrockExecutionRoleForFlows_1")]
    [InlineData("AmazonBedrockExecutionRoleForKnowledgeBase_1")]
    [InlineData("orders-function-role")]
    public async Task The_service_role_of_an_agent_a_flow_a_knowledge_base_or_a_function_is_stopped_like_any(string role)
    {
        (await AskAsync(["allow"], Session(role))).ShouldAllBe(decision => decision == Decision.Allowed);
        (await AskAsync(["allow", "deny"], Session(role))).ShouldAllBe(decision => decision == Decision.Denied);
    }

    // A short-term key acts as the session that made it, a long-term key as its user.
    [Theory]
    [InlineData("bedrock:CallWithBearerToken", "arn:aws:sts::111122223333:assumed-role/agent/s-1", "bedrock:BearerTokenType", "SHORT_TERM")]
    [InlineData("bedrock:CallWithBearerToken", "arn:aws:iam::111122223333:user/BedrockAPIKey-abcd", "bedrock:BearerTokenType", "LONG_TERM")]
    [InlineData("bedrock-mantle:CallWithBearerToken", "arn:aws:sts::111122223333:assumed-role/agent/s-1", "bedrock-mantle:BearerTokenType",
        "SHORT_TERM")]
    [InlineData("bedrock-mantle:CallWithBearerToken", "arn:aws:iam::111122223333:user/BedrockAPIKey-abcd", "bedrock-mantle:BearerTokenType",
        "LONG_TERM")]
    public async Task A_key_of_either_term_is_denied_with_whom_it_acts_as(string action, string holder, string key, string term)
    {
        var outcomes = await Evaluator.Ask(Documents, [.. new[] { Policies.StoppedAdministrator, ["allow"] }.Select(policies =>
            new Question(policies, action, "*", new Dictionary<string, string[]> { [key] = [term] }) { Principal = holder })]);

        outcomes.Select(outcome => outcome.Decision).ShouldBe([Decision.Denied, Decision.Allowed]);
        outcomes.ShouldAllBe(outcome => outcome.Ignored.Count == 0);
    }

    // Root holds no policy of its own account: `allow` stands for what it may do.
    [Fact]
    public async Task Root_is_reached_by_the_organization_alone()
    {
        var root = $"arn:aws:iam::{Account}:root";

        (await AskAsync(["allow"], root)).ShouldAllBe(decision => decision == Decision.Allowed);
        (await AskAsync(["allow"], root, question => question with
        {
            ServiceControlPolicies = ["root-is-listed"],
            Context = new Dictionary<string, string[]> { ["aws:PrincipalArn"] = [root] },
        })).ShouldAllBe(decision => decision == Decision.Denied);
    }

    // The group's policies are the member's: nothing in them allows.
    [Fact]
    public async Task A_member_of_the_prepared_group_gains_nothing()
    {
        (await AskAsync(["deny"], $"arn:aws:iam::{Account}:user/ada")).ShouldAllBe(decision => decision == Decision.Denied);
        (await Evaluator.Ask(Documents, [new Question(["deny"], Service: "iam"), new Question(["deny"], Service: "s3")]))
            .ShouldAllBe(outcome => outcome.Decision != Decision.Allowed);
    }

    private static Dictionary<string, string> Documents => new(Policies.With(SpendingDeny.Document()))
    {
        ["bedrock-alone"] = BedrockAlone,
        ["root-is-listed"] = PrincipalControlPolicy.Document([new("root")], new GuardResources("KillSwitch", null)),
    };

    private static string Session(string role) => $"arn:aws:sts::{Account}:assumed-role/{role}/s-1";

    private static async Task<IReadOnlyList<Decision>> AskAsync(
        string[] policies, string principal, Func<Question, Question>? more = null) =>
    [
        .. (await Evaluator.Ask(
            Documents, [.. Spending.Select(action => new Question(policies, action, Model)
            {
                Principal = principal,
            }).Select(more ?? (question => question))]))
            .Select(outcome => outcome.Decision),
    ];
}
