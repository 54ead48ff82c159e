using System.Text;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Someone undoes a stop by hand; CloudTrail tells of it.</summary>
[Collection(AnotherAccount.Name)]
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

    [Fact]
    public async Task A_rule_that_was_pointed_elsewhere_is_told_of_by_the_watch_and_a_trail_that_was_stopped_by_the_function()
    {
        // The emulator takes every signed GET of Bedrock's for forged: while the watch runs nobody is checked.
        await account.EnforceAsync(false);
        using var raw = new RawAccount(account.Server);
        var rule = (await raw.JsonAsync("events", "AWSEvents.ListRules", """{"NamePrefix":"KillSwitch-TamperingRules"}"""))
            .GetProperty("Rules")[0].GetProperty("Name").GetString()!;
        var target = (await raw.JsonAsync("events", "AWSEvents.ListTargetsByRule", $$"""{"Rule":"{{rule}}"}""")).GetProperty("Targets")[0];
        var elsewhere = target.GetProperty("Arn").GetString()!.Replace("Setup", "Diagnose", StringComparison.Ordinal);
        using var proxy = new CountingProxy(account.Server);
        await using (var watch = account.Start("watch", proxy.Url))
        {
            // What another story left is over.
            await watch.DeliverAsync("{}"u8.ToArray());
            await PutTargetAsync(raw, rule, target.GetProperty("Id").GetString()!, elsewhere);
            // Few rules are asked for a minute.
            for (var minute = 0; minute < 3; minute++)
                await watch.DeliverAsync("{}"u8.ToArray());
        }

        string.Join('\n', proxy.Published.Select(one => one["Message"])).ShouldContain($"{rule} tells {elsewhere} instead of the guard");
        await PutTargetAsync(raw, rule, target.GetProperty("Id").GetString()!, target.GetProperty("Arn").GetString()!);
        await account.EnforceAsync(true);

        await using var setup = account.Start("setup", proxy.Url);
        (await setup.DeliverAsync(Stopped())).IsError.ShouldBeFalse(setup.Log);
        Told.Each(proxy.Published)
            .Single(one => one.Text.Contains("stopped the trail management", StringComparison.Ordinal)).Subject.ShouldStartWith("TAMPERED");
    }

    private static async Task PutTargetAsync(RawAccount raw, string rule, string id, string arn) =>
        await raw.JsonAsync("events", "AWSEvents.PutTargets", $$"""{"Rule":"{{rule}}","Targets":[{"Id":"{{id}}","Arn":"{{arn}}"}]}""");

    private static byte[] Stopped() => Encoding.UTF8.GetBytes($$"""
        {
          "version": "0", "id": "delivery", "detail-type": "AWS API Call via CloudTrail", "source": "aws.cloudtrail", "account": "123456789012", "region": "us-east-1",
          "detail": {
            "eventID": "trail-1", "eventTime": "{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}", "eventSource": "cloudtrail.amazonaws.com", "eventName": "StopLogging",
            "sourceIPAddress": "203.0.113.7", "userAgent": "aws-cli/2.0", "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/eve" },
            "requestParameters": { "name": "management" }
          }
        }
        """);

    private async Task DetachAsync() =>
        (await account.AwsAsync(account.Admin, "iam", "detach-user-policy", "--user-name", User["user/".Length..], "--policy-arn",
            account.DenyPolicyArn)).Succeeded();

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
