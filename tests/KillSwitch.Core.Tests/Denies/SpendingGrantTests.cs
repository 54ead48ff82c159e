using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tests.Denies;

public class SpendingGrantTests
{
    [Theory]
    [InlineData("\"bedrock:InvokeModel\"")]
    [InlineData("\"BEDROCK:invokemodel\"")]
    [InlineData("\"*\"")]
    [InlineData("\"*:*\"")]
    [InlineData("\"bedrock:*\"")]
    [InlineData("\"bedrock*\"")]
    [InlineData("\"bed?ock:Invoke*\"")]
    [InlineData("\"*:InvokeModel\"")]
    [InlineData("\"*:*Model\"")]
    [InlineData("\"bedrock:C*Job\"")]
    [InlineData("\"bedrock-mantle:CreateInference\"")]
    [InlineData("\"bedrock-agentcore:InvokeAgentRuntime\"")]
    [InlineData("\"bedrock-websearch:*\"")]
    [InlineData("[\"s3:GetObject\", \"bedrock:Converse*\", \"bedrock:Retrieve\"]")]
    public void An_action_that_can_spend_is_a_grant(string actions) =>
        SpendingGrant.IsIn(Allow("Action", actions)).ShouldBeTrue();

    [Theory]
    [InlineData("\"s3:*\"")]
    [InlineData("\"bedrock:ListFoundationModels\"")]
    [InlineData("\"bedrock:List*\"")]
    [InlineData("\"bedrock:GetModelInvocationLoggingConfiguration\"")]
    [InlineData("[\"bedrock:Delete*\", \"bedrock:StopModelInvocationJob\"]")]
    [InlineData("\"bedroc:InvokeModel\"")]
    [InlineData("\"lambda:InvokeFunction\"")]
    [InlineData("[]")]
    // What keeps the stop from being undone is denied, too, and spends nothing.
    [InlineData("[\"iam:DetachRolePolicy\", \"bedrock:PutModelInvocationLoggingConfiguration\"]")]
    public void An_action_that_cannot_spend_is_none(string actions) =>
        SpendingGrant.IsIn(Allow("Action", actions)).ShouldBeFalse();

    [Theory]
    [InlineData("\"bedrock-mantle:CreateInference\"", true)]
    [InlineData("\"bedrock*\"", true)]
    [InlineData("\"*\"", true)]
    [InlineData("\"bedrock:*\"", false)]
    [InlineData("\"bedrock-mantle:ListModels\"", false)]
    public void The_mantle_endpoint_is_granted_by_its_own_actions(string actions, bool isGrant) =>
        SpendingGrant.IsForMantleIn(Allow("Action", actions)).ShouldBe(isGrant);

    [Theory]
    // PowerUserAccess.
    [InlineData("[\"iam:*\", \"organizations:*\", \"account:*\"]", true)]
    [InlineData("\"bedrock:*\"", true)]
    [InlineData("[\"bedrock:*\", \"bedrock-mantle:*\", \"bedrock-agentcore:*\"]", true)]
    [InlineData("[\"bedrock:*\", \"bedrock-mantle:*\", \"bedrock-agentcore:*\", \"bedrock-websearch:*\"]", false)]
    [InlineData("\"Bedrock*\"", false)]
    [InlineData("\"*\"", false)]
    [InlineData("\"bedrock???????????*\"", true)]
    public void All_but_some_actions_is_a_grant_unless_they_are_all_that_can_spend(string actions, bool expected) =>
        SpendingGrant.IsIn(Allow("NotAction", actions)).ShouldBe(expected);

    [Fact]
    public void One_statement_may_stand_without_a_list() =>
        SpendingGrant.IsIn("""{"Statement":{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":"*"}}""").ShouldBeTrue();

    [Fact]
    public void One_grant_among_many_statements_is_enough_and_a_deny_beside_it_does_not_count() =>
        SpendingGrant.IsIn("""
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"s3:*","Resource":"*"},
              {"Effect":"Deny","Action":"bedrock:*","Resource":"*"},
              {"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":"arn:aws:bedrock:*::foundation-model/x","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}
            """).ShouldBeTrue();

    [Fact]
    public void A_deny_alone_grants_nothing() => SpendingGrant.IsIn(SpendingDeny.Document()).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("no policy")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement":[7]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":[7]}]}""")]
    [InlineData("""{"Statement":[{"Action":"s3:*"}]}""")]
    public void What_cannot_be_read_counts_as_a_grant(string document) => SpendingGrant.IsIn(document).ShouldBeTrue();

    [Fact]
    public void Whatever_the_deny_names_is_a_grant_when_it_is_allowed() =>
        SpendingDeny.SpendingActions.ShouldAllBe(action => SpendingGrant.IsIn(Allow("Action", $"\"{action}\"")));

    private static string Allow(string member, string actions) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","{{member}}":{{actions}},"Resource":"*"}]}""";
}
