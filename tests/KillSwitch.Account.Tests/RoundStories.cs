using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>What the watch looks after in its rounds, whether anything is stopped or not.</summary>
[Collection(AnotherAccount.Name)]
public sealed class RoundStories(Deployment account) : IAsyncLifetime
{
    private const string User = "user/agent-counted";


    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        // Another story may have removed the guard; a deployment takes this up again.
        foreach (var hold in (string[])["mantle", "unmetered"])
        {
            (await account.AwsAsync(account.Admin, "dynamodb", "delete-item", "--table-name", account.TableName, "--key",
                """{"pk":{"S":"memory"},"sk":{"S":"HOLD"}}""".Replace("HOLD", hold, StringComparison.Ordinal))).Succeeded();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await account.ApplyAsync(Policy("mantle: allow"));
        await account.EnforceAsync(true);
    }

    [Theory]
    [InlineData("mantle", "allow")]
    [InlineData("unmetered", "tell")]
    public async Task Under_a_deny_of_a_road_principals_under_a_cap_hold_it_until_the_policy_no_longer_says_so(string road, string open)
    {
        await account.ApplyAsync(Policy($"{road}: deny"));
        await WatchAsync();
        (await HoldersAsync(road)).ShouldBe([User["user/".Length..]]);

        await account.ApplyAsync(Policy($"{road}: {open}"));
        await WatchAsync();
        (await HoldersAsync(road)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_on_tampering_that_someone_disabled_is_enabled_again_and_told()
    {
        var rule = JsonDocument.Parse(
            (await account.AwsAsync(account.Admin, "events", "list-rules", "--name-prefix", "KillSwitch-Tampering", "--output", "json"))
            .Succeeded())
            .RootElement.GetProperty("Rules")[0].GetProperty("Name").GetString()!;
        (await account.AwsAsync(account.Admin, "events", "disable-rule", "--name", rule)).Succeeded();
        using var proxy = new CountingProxy(account.Server);

        await WatchAsync(proxy.Url);

        JsonDocument.Parse(
            (await account.AwsAsync(account.Admin, "events", "describe-rule", "--name", rule, "--output", "json")).Succeeded())
            .RootElement.GetProperty("State").GetString().ShouldBe("ENABLED");
        Told.Text(proxy.Published.Single(one => one["Subject"].Contains("rules that hear of tampering", StringComparison.Ordinal)))
            .ShouldContain($"{rule} was disabled and is enabled again");
    }

    private async Task WatchAsync(Uri? endpoint = null)
    {
        await using var watch = account.Start("watch", endpoint);
        (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
    }

    private async Task<IReadOnlyList<string?>> HoldersAsync(string road) =>
        [.. JsonDocument.Parse(
            (await account.AwsAsync(account.Admin, "iam", "list-entities-for-policy", "--policy-arn",
            account.DenyPolicyArn.Replace("deny-spending", "deny-" + road, StringComparison.Ordinal), "--output", "json")).Succeeded())
            .RootElement.GetProperty("PolicyUsers").EnumerateArray().Select(user => user.GetProperty("UserName").GetString())];

    private static string Policy(string head) => $$"""
        version: 1
        {{head}}
        rules:
          - id: counted-cap
            match: { principal: "{{User}}" }
            per: principal
            limit: { usd: 300 }
            every: month
            stop: principal
        """;
}
