using Amazon.Organizations;
using Amazon.Runtime;
using KillSwitch.Aws.Organizations;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

public class OrganizationsClientTests(MotoServer moto)
{
    [Fact]
    public async Task A_policy_is_attached_to_an_account_listed_there_and_detached()
    {
        var (account, organizations) = await EnterAsync();
        await CallAsync(account, "CreateOrganization", """{"FeatureSet":"ALL"}""");
        var root = (await CallAsync(account, "ListRoots", "{}")).GetProperty("Roots")[0].GetProperty("Id").GetString();
        await CallAsync(account, "EnablePolicyType", $$"""{"RootId":"{{root}}","PolicyType":"SERVICE_CONTROL_POLICY"}""");
        var created = await CallAsync(account, "CreatePolicy", """
            {"Name":"deny","Description":"","Type":"SERVICE_CONTROL_POLICY",
            "Content":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"bedrock:*\",\"Resource\":\"*\"}]}"}
            """);
        var deny = created.GetProperty("Policy").GetProperty("PolicySummary").GetProperty("Id").GetString()!;

        await organizations.AttachPolicyAsync(new() { PolicyId = deny, TargetId = account.Id });
        (await organizations.ListTargetsForPolicyAsync(new()
        {
            PolicyId = deny,
        })).Targets.ShouldNotBeNull().ShouldHaveSingleItem().TargetId.ShouldBe(account.Id);

        (await organizations.UpdatePolicyAsync(new() { PolicyId = deny, Content = "{}" })).Policy.ShouldNotBeNull().Content.ShouldBe("{}");
        var read = (await organizations.DescribePolicyAsync(new() { PolicyId = deny })).Policy.ShouldNotBeNull();
        (read.Content, read.PolicySummary.ShouldNotBeNull().Name).ShouldBe(("{}", "deny"));
        read.PolicySummary.Arn.ShouldNotBeNull().ShouldStartWith($"arn:aws:organizations::{account.Id}:policy/");

        await organizations.DetachPolicyAsync(new() { PolicyId = deny, TargetId = account.Id });
        (await organizations.ListTargetsForPolicyAsync(new() { PolicyId = deny })).Targets.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<html><body>Sign in to the guest network</body></html>")]
    [InlineData("[]")]
    [InlineData("""{"Targets":[7]}""")]
    public async Task An_answer_that_nobody_can_read_is_the_failure_of_a_call(string body)
    {
        using var service = new CannedService(body);
        using var organizations = new AmazonOrganizationsClient(new BasicAWSCredentials("test", "test"), new AmazonOrganizationsConfig
        {
            ServiceURL = service.Url.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });

        var failed = await Should.ThrowAsync<AmazonUnmarshallingException>(() => organizations.ListTargetsForPolicyAsync(new()
        {
            PolicyId = "p-12345678",
        }));

        OrganizationRefusal.Is(failed).ShouldBeTrue();
        OrganizationRefusal.Of(failed).Failure.ShouldBe(StopFailure.Unavailable);
    }

    private static Task<System.Text.Json.JsonElement> CallAsync(TestAccount account, string action, string body) =>
        account.JsonAsync("organizations", $"AWSOrganizationsV20161128.{action}", body);

    private async Task<(TestAccount Account, AmazonOrganizationsClient Organizations)> EnterAsync()
    {
        var account = await moto.NewAccountAsync();
        return (account, new(account.Credentials, account.Settings<AmazonOrganizationsConfig>()));
    }
}
