using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>
/// A CI role that may pass a role to Lambda, and a role that may assume another: who gets round a cap is said before and after the policy
/// is in force.
/// </summary>
[Collection(AnotherAccount.Name)]
public sealed class OtherKeyStories(Deployment account) : IAsyncLifetime
{
    private const string Iam = "2010-05-08";
    private const string Everybody =
        """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}""";
    private const string Lambda = """{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}""";
    private const string Bedrock = """{"Effect":"Allow","Action":"bedrock:*","Resource":"*"}""";

    private const string Policy = """
        version: 1
        rules:
          - { id: keys-cap, match: { principal: "role/keys-c*" }, per: principal, limit: { usd: 300 }, every: month, stop: principal }
        """;

    private static readonly (string Name, string Trust, string May)[] Roles =
    [
        ("keys-ci", Lambda, Bedrock + ""","""  + """{"Effect":"Allow","Action":["iam:PassRole","lambda:CreateFunction"],"Resource":"*"}"""),
        ("keys-caller", Lambda, Bedrock + ""","""
            + """{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::123456789012:role/keys-open"}"""),
        ("keys-runner", Lambda, Bedrock),
        ("keys-open", Everybody, Bedrock),
    ];

    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        using var raw = new RawAccount(account.Server);
        foreach (var (name, trust, may) in Roles)
        {
            await raw.QueryAsync(
                "iam", Iam, "CreateRole", ("RoleName", name),
                ("AssumeRolePolicyDocument", $$"""{"Version":"2012-10-17","Statement":[{{trust}}]}"""));
            await raw.QueryAsync("iam", Iam, "PutRolePolicy", ("RoleName", name), ("PolicyName", "may"),
                ("PolicyDocument", $$"""{"Version":"2012-10-17","Statement":[{{may}}]}"""));
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var raw = new RawAccount(account.Server);
        foreach (var (name, _, _) in Roles)
        {
            await raw.QueryAsync("iam", Iam, "DeleteRolePolicy", ("RoleName", name), ("PolicyName", "may"));
            await raw.QueryAsync("iam", Iam, "DeleteRole", ("RoleName", name));
        }

        await account.EnforceAsync(true);
    }

    [Fact]
    public async Task Who_gets_round_a_cap_is_said_of_a_file_and_of_the_policy_in_force()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Policy);
        var check =
            JsonDocument.Parse((await account.CliAsync("policy", "check", file, "--account", "--output", "json")).Succeeded()).RootElement;
        File.Delete(file);
        Ways(check).ShouldBe(["keys-caller assume noCap keys-open", "keys-ci pass noCap keys-runner"]);
        check.GetProperty("openRoads").EnumerateArray().Single(road => road.GetProperty("road").GetString() == "jobs")
            .GetProperty("principals").EnumerateArray().Select(one => one.GetString())
            .ShouldBe(["role/keys-caller", "role/keys-ci"]);

        var applied = await account.ApplyAsync(Policy);
        applied.ShouldContain("What no record meters, and who under a cap may use it");
        applied.ShouldContain("role/keys-caller");
        applied.ShouldContain("`unmetered: deny` closes them");
        var doctor = await account.CliAsync("doctor", "--output", "json");
        Ways(JsonDocument.Parse(doctor.Output).RootElement)
            .ShouldBe(["keys-caller assume noCap keys-open", "keys-ci pass noCap keys-runner"]);
    }

    // Of the roles of this story, as other stories leave theirs.
    private static IEnumerable<string> Ways(JsonElement said) =>
        from ring in said.GetProperty("otherKeys").EnumerateArray()
        from principal in ring.GetProperty("principals").EnumerateArray().Select(one => one.GetString()!["role/".Length..])
        from way in ring.GetProperty("ways").EnumerateArray()
        from target in way.GetProperty("targets").EnumerateArray().Select(one => one.GetString()!)
        where target is "role/keys-open" or "role/keys-runner"
        orderby principal
        select $"{principal} {way.GetProperty("way").GetString()} {way.GetProperty("allowance").GetString()} {target["role/".Length..]}";
}
