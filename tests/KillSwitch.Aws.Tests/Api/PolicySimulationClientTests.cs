using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

/// <summary>The emulator simulates no policies: answers in the form that the API reference gives.</summary>
public class PolicySimulationClientTests(MotoServer moto)
{
    [Fact]
    public async Task Documents_and_context_are_sent_and_a_decision_for_each_action_is_read_page_by_page()
    {
        using var service =
            new ScriptedEndpoint(
            new ScriptedEndpoint.Answer(
            200, Answer("SimulateCustomPolicy", "explicitDeny", "<IsTruncated>true</IsTruncated><Marker>more</Marker>")));
        using var iam = Client(service.Url);

        var page = await iam.SimulateCustomPolicyAsync(new()
        {
            PolicyInputList = ["{}"],
            ActionNames = ["bedrock:InvokeModel"],
            ContextEntries = [new ContextEntry
            {
                ContextKeyName = "aws:userid",
                ContextKeyType = "string",
                ContextKeyValues = ["AROA:nightly"],
            }],
        });

        page.EvaluationResults.ShouldNotBeNull().Single().ShouldSatisfyAllConditions(
            result => result.EvalActionName.ShouldBe("bedrock:InvokeModel"), result => result.EvalDecision.ShouldBe("explicitDeny"));
        (page.IsTruncated, page.Marker).ShouldBe((true, "more"));
        var body = Uri.UnescapeDataString(service.Requests.Single().Body);
        body.ShouldContain("Action=SimulateCustomPolicy");
        body.ShouldContain("PolicyInputList.member.1={}");
        body.ShouldContain("ActionNames.member.1=bedrock:InvokeModel");
        body.ShouldContain("ContextEntries.member.1.ContextKeyName=aws:userid");
        body.ShouldContain("ContextEntries.member.1.ContextKeyValues.member.1=AROA:nightly");
    }

    [Fact]
    public async Task A_principal_is_simulated_by_its_ARN()
    {
        using var service =
            new ScriptedEndpoint(
            new ScriptedEndpoint.Answer(200, Answer("SimulatePrincipalPolicy", "allowed", "<IsTruncated>false</IsTruncated>")));
        using var iam = Client(service.Url);

        var page = await iam.SimulatePrincipalPolicyAsync(new()
        {
            PolicySourceArn = "arn:aws:iam::111122223333:role/agent",
            ActionNames = ["bedrock:InvokeModel"],
        });

        page.EvaluationResults.ShouldNotBeNull().Single().EvalDecision.ShouldBe("allowed");
        Uri.UnescapeDataString(service.Requests.Single().Body).ShouldContain("PolicySourceArn=arn:aws:iam::111122223333:role/agent");
    }

    [Fact]
    public async Task The_accounts_quotas_and_a_policys_version_in_force_are_read()
    {
        var account = await moto.NewAccountAsync();
        using var iam =
            new AmazonIdentityManagementServiceClient(account.Credentials, account.Settings<AmazonIdentityManagementServiceConfig>());
        (await iam.GetAccountSummaryAsync(new())).SummaryMap.ShouldNotBeNull()["AttachedPoliciesPerRoleQuota"].ShouldBe(10);
        const string document = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock:*","Resource":"*"}]}""";
        await account.QueryAsync("iam", "CreatePolicy", ("PolicyName", "deny"), ("PolicyDocument", document));
        var arn = $"arn:aws:iam::{account.Id}:policy/deny";

        var policy = (await iam.GetPolicyAsync(new() { PolicyArn = arn })).Policy;
        var version = await iam.GetPolicyVersionAsync(new() { PolicyArn = arn, VersionId = policy.DefaultVersionId });

        Core.Denies.PolicyText.IsSame(Uri.UnescapeDataString(version.PolicyVersion.Document!), document).ShouldBeTrue();
        (await Should.ThrowAsync<AmazonIdentityManagementServiceException>(
            () => iam.GetPolicyAsync(new() { PolicyArn = arn + "-gone" }))).ErrorCode.ShouldBe("NoSuchEntity");
    }

    private static AmazonIdentityManagementServiceClient Client(string url) =>
        new(new BasicAWSCredentials("key", "secret"), new AmazonIdentityManagementServiceConfig
        {
            ServiceURL = url,
            AuthenticationRegion = "us-east-1",
        });

    private static string Answer(string action, string decision, string paging) => $"""
        <{action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
          <{action}Result>
            {paging}
            <EvaluationResults>
              <member>
                <MatchedStatements>
                  <member>
                    <SourcePolicyId>PolicyInputList.2</SourcePolicyId>
                    <EndPosition><Column>4</Column><Line>11</Line></EndPosition>
                    <StartPosition><Column>16</Column><Line>4</Line></StartPosition>
                  </member>
                </MatchedStatements>
                <MissingContextValues/>
                <EvalResourceName>*</EvalResourceName>
                <EvalDecision>{decision}</EvalDecision>
                <EvalActionName>bedrock:InvokeModel</EvalActionName>
              </member>
            </EvaluationResults>
          </{action}Result>
          <ResponseMetadata><RequestId>1cdb5b0a-4c15-11e5-b121-bd8c7EXAMPLE</RequestId></ResponseMetadata>
        </{action}Response>
        """;
}
