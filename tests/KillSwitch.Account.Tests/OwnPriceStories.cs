using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests;

/// <summary>The deployed guard counts by the prices and discounts of the policy in force, as a back-test with it does.</summary>
public sealed class OwnPriceStories(PreparedGuard guard) : IClassFixture<PreparedGuard>
{
    private const string Policy = """
        version: 1
        prices:
          - { model: anthropic.claude-opus-4-6-v1, input: 4.321, output: 21, source: "private offer" }
        discounts:
          - { match: { model: "amazon.*", principal: "user/priced" }, percent: 12.5, source: "EDP" }
        rules:
          - id: cap
            match: { principal: [user/priced, user/unpriced] }
            per: principal
            limit: { usd: 3 }
            every: day
            stop: principal
            brake: exact
        """;

    [Fact]
    public async Task It_stops_where_the_back_test_with_the_same_policy_says_to_the_last_digit()
    {
        var key = await guard.UserAsync("priced");
        (await guard.ApplyAsync(Policy)).Succeeded();
        Invocation[] calls =
        [
            .. Calls.Of("user/priced", 12, inputTokens: 123_457)
                .Select((call, n) => n % 2 == 0 ? call : call with { Model = ModelId.Parse("amazon.nova-pro-v1:0") }),
        ];

        await guard.DeliverAsync(calls);

        (await guard.InvokesAsync(key)).ShouldBeFalse();
        var stop = (await guard.StopsAsync("user/priced")).ShouldHaveSingleItem();
        var foreseen = (await BacktestAsync(calls)).GetProperty("stops").EnumerateArray().ShouldHaveSingleItem();
        Rounded(stop.GetProperty("measured")).ShouldBe(Rounded(foreseen.GetProperty("measured")));
        stop.GetProperty("reason").GetString().ShouldBe(foreseen.GetProperty("reason").GetString());
        stop.GetProperty("reason").GetString().ShouldNotBeNull().ShouldEndWith(" at list price");
        var why = JsonDocument.Parse(
            (await guard.CliAsync("explain", stop.GetProperty("id").GetString()!, "--output", "json")).Succeeded()).RootElement;
        var counted = why.GetProperty("countedByNow");
        counted.GetProperty("listUsd").GetDecimal().ShouldBeGreaterThan(counted.GetProperty("usd").GetDecimal());
    }

    [Fact]
    public async Task A_stop_that_rests_on_a_model_without_a_price_waits_and_goes_ahead_once_a_person_approves()
    {
        var key = await guard.UserAsync("unpriced");
        (await guard.ApplyAsync(Policy)).Succeeded();
        Invocation[] calls =
            [.. Calls.Of("user/unpriced", 4).Select(call => call with { Model = ModelId.Parse("anthropic.claude-nine-v1:0") })];

        await guard.DeliverAsync(calls);

        (await guard.InvokesAsync(key)).ShouldBeTrue();
        var stop = (await guard.StopsAsync("user/unpriced")).ShouldHaveSingleItem();
        stop.GetProperty("state").GetString().ShouldBe("awaitingApproval");
        stop.GetProperty("note").GetString().ShouldNotBeNull()
            .ShouldContain("rests on fail-safe prices (no price: `anthropic.claude-nine-v1:0` counted at $");
        var foreseen = (await BacktestAsync(calls)).GetProperty("stops").EnumerateArray().ShouldHaveSingleItem();
        foreseen.GetProperty("effectiveAt").ValueKind.ShouldBe(JsonValueKind.Null);
        // The policy in force stands behind its waiting.
        await guard.WatchAsync();
        (await guard.StopsAsync("user/unpriced")).ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("awaitingApproval");

        (await guard.CliAsync("approve", stop.GetProperty("id").GetString()!)).Succeeded();
        (await guard.InvokesAsync(key)).ShouldBeFalse();
    }

    private async Task<JsonElement> BacktestAsync(IEnumerable<Invocation> calls)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (policy, logs) = (Path.Combine(folder.FullName, "policy.yaml"), Path.Combine(folder.FullName, "calls.jsonl"));
            await File.WriteAllTextAsync(policy, Policy);
            await File.WriteAllLinesAsync(logs, calls.Select(Calls.Record));
            var replay = await guard.CliAsync("replay", "--policy", policy, "--logs", logs, "--output", "json");
            return JsonDocument.Parse(replay.Succeeded()).RootElement;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static decimal Rounded(JsonElement figure) => decimal.Round(figure.GetDecimal(), 6, MidpointRounding.AwayFromZero);
}
