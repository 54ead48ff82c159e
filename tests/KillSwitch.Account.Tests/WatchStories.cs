using System.Globalization;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Settings;

namespace KillSwitch.Account.Tests;

/// <summary>What the watch sees when the log does not tell: metrics, gaps, its own blindness.</summary>
[Collection(OneAccount.Name)]
public sealed class WatchStories(Deployment account) : IAsyncLifetime
{
    private const string Group = "/stories/invocations";
    private const string Premier = "amazon.nova-premier-v1:0";
    private const string Lite = "amazon.nova-lite-v1:0";
    private const string Sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";

    // The person at the command line is exempt, as people should be.
    private const string Policy = $$"""
        version: 1
        exempt: ["role/exempt-*", "user/admin"]
        rules:
          - id: premier-ceiling
            match: { model: "amazon.nova-premier-*" }
            per: account
            limit: { usd: 6 }
            every: month
            stop: account
          - id: lite-ceiling
            match: { model: "amazon.nova-lite-*" }
            per: account
            limit: { usd: 6 }
            every: month
            stop: account
          - id: gap-cap
            match: { principal: "user/agent-gap" }
            per: principal
            limit: { usd: 3 }
            every: month
            stop: principal
        """;

    // The emulator takes every signed GET of Bedrock's for forged: while the watch runs nobody is checked.
    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        await account.LogNothingAsync();
        await account.ApplyAsync(Policy);
        // Each story begins with a watch that has read nothing yet.
        using var raw = new RawAccount(account.Server);
        foreach (var name in (string[])["metrics/us-east-1", "backfill/us-east-1", "backfill/us-east-1/urgent"])
        {
            await raw.JsonAsync(
                "dynamodb", "DynamoDB_20120810.DeleteItem",
                $$$"""{"TableName":"{{{account.TableName}}}","Key":{"pk":{"S":"memory"},"sk":{"S":"{{{name}}}"} } }""");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await account.CliAsync("restore", "account", "--raise", "1000");
        await account.EnforceAsync(true);
    }

    [Fact]
    public async Task Logging_is_switched_off_in_the_middle_of_a_breach_and_the_account_rule_still_stops_it_from_metrics()
    {
        await using (var meter = account.Start("meter"))
        {
            var logged = Calls.Of("user/agent-gap", 1, inputTokens: 400_000)[0] with { Model = ModelId.Parse(Premier) };
            (await meter.DeliverAsync(Calls.Payload(logged))).IsError.ShouldBeFalse(meter.Log);
        }

        await MetricsAsync(Premier, minutesAgo: 3, ("Invocations", 4), ("InputTokenCount", 400_000), ("OutputTokenCount", 640_000));
        await using (var watch = account.Start("watch"))
        {
            var ran = await Step.TimedAsync("from the metrics to the deny on everyone", () => watch.DeliverAsync("{}"u8.ToArray()));
            ran.IsError.ShouldBeFalse(watch.Log);
            watch.Log.ShouldContain("\"kind\":\"LoggingOff\"");
        }

        var status = await StatusAsync();
        var stop = await StopAsync("premier-ceiling");
        stop.GetProperty("state").GetString().ShouldBe("enforced");
        stop.GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("by CloudWatch's count alone");
        status.GetProperty("unattributed").EnumerateArray()
            .ShouldContain(model => model.GetProperty("model").GetString() == Premier && model.GetProperty("usd").GetDecimal() > 7.9m);
        status.GetProperty("conditions").EnumerateArray().ShouldContain(one => one.GetProperty("kind").GetString() == "loggingOff");
        await account.EnforceAsync(true);
        (await account.InvokesAsync(account.Keys["user/agent-gap"])).ShouldBeFalse();
        (await account.InvokesAsync(account.Keys["role/exempt-role"])).ShouldBeTrue();

        (await account.CliAsync("restore", "account")).Error.ShouldContain("would trip again at once");
        (await account.CliAsync("restore", "account", "--raise", "5")).Succeeded();
        (await account.InvokesAsync(account.Keys["user/agent-gap"])).ShouldBeTrue();
    }

    [Fact]
    public async Task A_watch_that_is_killed_between_the_intent_and_the_deny_is_finished_by_the_next()
    {
        await MetricsAsync(Lite, minutesAgo: 3, ("Invocations", 4), ("InputTokenCount", 1_000_000), ("OutputTokenCount", 40_000_000));
        using (var proxy = new CountingProxy(account.Server) { Held = "GetAccountAuthorizationDetails" })
        {
            await using var watch = account.Start("watch", proxy.Url);
            await watch.DieAsync("{}"u8.ToArray(), proxy.Reached);
        }

        (await StopAsync("lite-ceiling")).GetProperty("state").GetString().ShouldBe("intended");
        (await account.InvokesAsync(account.Keys["user/agent-gap"])).ShouldBeTrue();
        await using (var watch = account.Start("watch"))
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);

        (await StopAsync("lite-ceiling")).GetProperty("state").GetString().ShouldBe("enforced");
        await account.EnforceAsync(true);
        (await account.InvokesAsync(account.Keys["user/agent-gap"])).ShouldBeFalse();
        (await account.InvokesAsync(account.Keys["role/exempt-role"])).ShouldBeTrue();
    }

    [Fact]
    public async Task Records_that_the_subscription_left_out_are_found_in_the_log_group_and_their_principal_is_stopped()
    {
        await account.LogAsync(
            Group, [.. Calls.Of("user/agent-gap", 6)
            .Select(call => call with { Model = ModelId.Parse(Sonnet), Timestamp = call.Timestamp.AddMinutes(-6) })]);
        await MetricsAsync(Sonnet, minutesAgo: 6, ("Invocations", 6), ("InputTokenCount", 1_200_000), ("OutputTokenCount", 60));

        for (var i = 0; i < 2; i++)
        {
            await using var watch = account.Start("watch");
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
            if (i == 0)
                watch.Log.ShouldContain("\"Backfilled\":6");
        }

        var usage = JsonDocument.Parse(
            (await account.CliAsync("usage", "--by", "model", "--window", "month", "--output", "json")).Succeeded()).RootElement;
        usage.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("name").GetString() == Sonnet).GetProperty("calls")
            .GetInt64().ShouldBe(6);
        await account.EnforceAsync(true);
        (await account.InvokesAsync(account.Keys["user/agent-gap"])).ShouldBeFalse();
        (await account.CliAsync("restore", "user/agent-gap", "--raise", "5")).Succeeded();
    }

    [Fact]
    public async Task What_the_dashboard_shows_is_in_the_watchs_log_every_five_minutes()
    {
        await using (var meter = account.Start("meter"))
        {
            var logged = Calls.Of("user/agent-shown", 1, inputTokens: 100_000)[0];
            (await meter.DeliverAsync(Calls.Payload(logged))).IsError.ShouldBeFalse(meter.Log);
        }

        await using var watch = account.Start("watch", hasOverview: true);
        for (var i = 0; i < 2; i++)
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
        var rows = watch.Log.Split('\n').Where(line => line.Contains("\"message\":\"overview\"", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();

        // The second run came too early to write it again.
        rows.Count.ShouldBe(OverviewTable.All.Sum(table => table.Rows));
        watch.Log.ShouldNotContain("\"level\":\"ERROR\"");
        // Other stories of the account may have spent more.
        var shown = rows.First(row => row.TryGetProperty("who", out _));
        var usage = JsonDocument.Parse((await account.CliAsync("usage", "--output", "json")).Succeeded()).RootElement;
        var row = usage.GetProperty("rows").EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == shown.GetProperty("who").GetString());
        shown.GetProperty("spentToday").GetString().ShouldBe(new Usd(row.GetProperty("usd").GetDecimal()).ToString());
        shown.GetProperty("callsToday").GetString().ShouldBe(row.GetProperty("calls").ToString());
    }

    private async Task<JsonElement> StatusAsync() =>
        JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement;

    private async Task<JsonElement> StopAsync(string rule) =>
        (await StatusAsync()).GetProperty("stops").EnumerateArray().Single(stop => stop.GetProperty("rule").GetString() == rule);

    private async Task MetricsAsync(string model, int minutesAgo, params (string Name, long Value)[] values)
    {
        var at = DateTimeOffset.UtcNow.AddMinutes(-minutesAgo).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var data = JsonSerializer.Serialize(values.Select(value => new
        {
            MetricName = value.Name,
            value.Value,
            Timestamp = at,
            Dimensions = new[] { new { Name = "ModelId", Value = model } },
        }));
        (await account.AwsAsync(account.Admin, "cloudwatch", "put-metric-data", "--namespace", "AWS/Bedrock", "--metric-data", data))
            .Succeeded();
    }
}
