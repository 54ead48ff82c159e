using System.Globalization;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>What the guard stands on: its own table, and the records that it is given.</summary>
[Collection("One account: one story at a time")]
public sealed class FootingStories(Deployment account)
{
    private const string Agent = "user/agent-footing";

    private const string Policy = """
        version: 1
        exempt: ["user/admin"]
        rules:
          - { id: footing-cap, match: { principal: "user/agent-footing" }, per: principal, limit: { usd: 3 }, every: month, stop: principal }
        """;

    [Fact]
    public async Task A_guard_whose_policy_was_damaged_counts_each_request_once_and_stops_by_the_version_before_until_a_person_mends_it()
    {
        await account.ApplyAsync(Policy);
        await account.ApplyAsync(Policy + "\n# the last one\n");
        var version = await VersionAsync();
        foreach (var sort in (string[])["current", $"version#{version:D6}"])
            await PutAsync("policy", sort, $$$"""{"version":{"N":"{{{version}}}"},"yaml":{"S":"version: 1"}}""");
        await PutAsync("stop#open", "stop-damaged", """{"stop":{"S":"{}"}}""");

        // A stream's first record says nothing yet; and one is of another century.
        var calls = Calls.Of(Agent, 4);
        var zeros = calls.Select(call => call with { Tokens = default, Timestamp = call.Timestamp.AddSeconds(-20) }).ToArray();
        var ahead = Calls.Of(Agent, 1)[0] with { Timestamp = new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        await using (var meter = account.Start("meter"))
        {
            (await meter.DeliverAsync(Calls.Payload([.. zeros, ahead]))).IsError.ShouldBeFalse(meter.Log);
            (await account.InvokesAsync(account.Keys[Agent])).ShouldBeTrue();
            (await meter.DeliverAsync(Calls.Payload(calls))).IsError.ShouldBeFalse(meter.Log);
            (await account.InvokesAsync(account.Keys[Agent])).ShouldBeFalse(meter.Log);
            (await meter.DeliverAsync(Calls.Payload([.. calls, .. zeros]))).IsError.ShouldBeFalse(meter.Log);
            meter.Log.ShouldContain("the policy in force cannot be read");
            meter.Log.ShouldContain($"the guard goes by version {version - 1}");
            meter.Log.ShouldContain("its time has yet to come");
            meter.Log.ShouldContain("\"Damaged\":1");
            meter.Log.ShouldContain("\"Corrected\":4");
        }

        var usage = JsonDocument.Parse((await account.CliAsync("usage", "--window", "month", "--output", "json")).Succeeded()).RootElement;
        var row = usage.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("name").GetString() == Agent);
        (row.GetProperty("calls").GetInt64(), row.GetProperty("usd").GetDecimal()).ShouldBe((4, 4.4011m));

        await account.EnforceAsync(false);
        await using (var watch = account.Start("watch"))
        {
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
            watch.Log.ShouldContain("\"kind\":\"PolicyInvalid\"");
            watch.Log.ShouldContain("\"kind\":\"TableDamaged\"");
        }

        await account.EnforceAsync(true);
        var status = JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement;
        status.GetProperty("policy").GetProperty("version").GetInt32().ShouldBe(version - 1);
        var problems = status.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()).ToList();
        problems.ShouldContain(
            problem => problem!.StartsWith($"version {version} of the policy cannot be read (", StringComparison.Ordinal));
        problems.ShouldContain(
            problem => problem!.StartsWith("`stop#open/stop-damaged` in the guard's table cannot be read", StringComparison.Ordinal));
        (await account.CliAsync("policy", "show", "--version", version.ToString(CultureInfo.InvariantCulture))).Error.Trim()
            .ShouldStartWith($"killswitch: version {version} of the policy cannot be read: ");

        await account.ApplyAsync(Policy);
        (await VersionAsync()).ShouldBe(version + 1);
        (await account.AwsAsync(account.Admin, "dynamodb", "delete-item", "--table-name", account.TableName, "--key",
            """{"pk":{"S":"stop#open"},"sk":{"S":"stop-damaged"}}""")).Succeeded();
        (await account.CliAsync("restore", Agent, "--raise", "10")).Succeeded();
        (await account.InvokesAsync(account.Keys[Agent])).ShouldBeTrue();
    }

    private async Task<int> VersionAsync() =>
        JsonDocument.Parse((await account.CliAsync("policy", "show", "--output", "json")).Succeeded()).RootElement.GetProperty("version")
            .GetInt32();

    private async Task PutAsync(string partition, string sort, string attributes) =>
        (await account.AwsAsync(account.Admin, "dynamodb", "put-item", "--table-name", account.TableName, "--item",
        $$$"""{"pk":{"S":"{{{partition}}}"},"sk":{"S":"{{{sort}}}"},{{{attributes[1..]}}}""")).Succeeded();
}
