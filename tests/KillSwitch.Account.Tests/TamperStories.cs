using System.Text;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Someone undoes a stop by hand; CloudTrail tells of it.</summary>
[Collection(OneAccount.Name)]
public class TamperStories(Deployment account)
{
    private const string User = "user/agent-tampered";

    private const string Policy = $$"""
        version: 1
        rules:
          - id: tamper-cap
            match: { principal: "{{User}}" }
            per: principal
            limit: { usd: 3 }
            every: month
            stop: principal
        """;

    [Fact]
    public async Task A_detached_deny_is_back_and_it_is_told_who_did_it_but_a_restore_stays_a_restore()
    {
        await account.ApplyAsync(Policy);
        await using (var meter = account.Start("meter"))
            (await meter.DeliverAsync(Calls.Payload(Calls.Of(User, 4)))).IsError.ShouldBeFalse(meter.Log);
        (await account.InvokesAsync(account.Keys[User])).ShouldBeFalse();

        await DetachAsync();
        (await account.InvokesAsync(account.Keys[User])).ShouldBeTrue();
        var first = Detached("event-1");
        using var proxy = new CountingProxy(account.Server);
        await using var setup = account.Start("setup", proxy.Url);
        var put = await Step.TimedAsync("from CloudTrail's event to the deny back in place", () => setup.DeliverAsync(first));

        put.IsError.ShouldBeFalse(setup.Log);
        (await account.InvokesAsync(account.Keys[User])).ShouldBeFalse(setup.Log);
        var told = proxy.Published.Single(one => one["Subject"].StartsWith("PUT BACK", StringComparison.Ordinal));
        Told.Text(told).ShouldContain("arn:aws:iam::123456789012:user/eve took the deny off user/agent-tampered");

        // Delivered twice, told once.
        await setup.DeliverAsync(first);
        proxy.Published.Count(one => one["Subject"].StartsWith("PUT BACK", StringComparison.Ordinal)).ShouldBe(1);

        (await account.CliAsync("restore", User, "--raise", "5")).Succeeded();
        (await setup.DeliverAsync(Detached("event-2"))).IsError.ShouldBeFalse(setup.Log);
        (await account.InvokesAsync(account.Keys[User])).ShouldBeTrue();
        proxy.Published.Count(one => one["Subject"].StartsWith("PUT BACK", StringComparison.Ordinal)).ShouldBe(1);
    }

    private async Task DetachAsync() =>
        (await account.AwsAsync(account.Admin, "iam", "detach-user-policy", "--user-name", User["user/".Length..], "--policy-arn", account.DenyPolicyArn)).Succeeded();

    private byte[] Detached(string id) => Encoding.UTF8.GetBytes($$"""
        {
          "version": "0", "id": "delivery", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam", "account": "123456789012", "region": "us-east-1",
          "detail": {
            "eventID": "{{id}}", "eventTime": "{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}", "eventSource": "iam.amazonaws.com", "eventName": "DetachUserPolicy",
            "sourceIPAddress": "203.0.113.7", "userAgent": "aws-cli/2.0", "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/eve" },
            "requestParameters": { "userName": "{{User["user/".Length..]}}", "policyArn": "{{account.DenyPolicyArn}}" }
          }
        }
        """);
}
