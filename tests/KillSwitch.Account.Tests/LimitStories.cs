using System.Globalization;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>What somebody can do beside the guard so that a stop would not work: noticed by the watch before a stop is needed.</summary>
[Collection(AnotherAccount.Name)]
public sealed class LimitStories(Deployment account) : IAsyncLifetime
{
    private const string Policy = """
        version: 1
        exempt: ["role/NightShift*", "user/admin"]
        rules:
          - id: tagged-cap
            match: { principal: "role/agent-tagged" }
            per: [principal, session]
            limit: { usd: 3 }
            every: month
            stop: session
          - id: night-cap
            match: { principal: "role/NightShift*" }
            per: principal
            limit: { usd: 3 }
            every: month
            stop: principal
        """;

    // The emulator takes every signed GET of Bedrock's for forged: while the watch runs nobody is checked.
    public async ValueTask InitializeAsync()
    {
        await account.EnforceAsync(false);
        await account.ApplyAsync(Policy);
    }

    public async ValueTask DisposeAsync() => await account.EnforceAsync(true);

    [Fact]
    public async Task A_role_that_is_made_to_fit_an_exemption_is_told_once_and_shown()
    {
        using var admin = new AccountAdmin(account.Server);
        // IAM tells whole seconds.
        await Task.Delay(TimeSpan.FromSeconds(2));
        await admin.RoleAsync("NightShift2", "session-1", "bedrock:InvokeModel");
        await using (var meter = account.Start("meter"))
            (await meter.DeliverAsync(Calls.Payload(Calls.Of("role/NightShift2", 5)))).IsError.ShouldBeFalse(meter.Log);
        using var proxy = new CountingProxy(account.Server);

        // Two processes: what was told is kept.
        for (var i = 0; i < 2; i++)
            await WatchAsync(proxy);

        var told = Told.Each(proxy.Published)
            .Single(one => one.Subject.StartsWith("NEWLY EXEMPT", StringComparison.Ordinal)
            && one.Subject.Contains("NightShift2", StringComparison.Ordinal));
        told.Text.ShouldContain("`role/NightShift*` of `exempt` takes it in");
        told.Text.ShouldContain("in 5 calls");
        (await ConditionsAsync())
            .ShouldContain(one => one.GetProperty("kind").GetString() == "newlyExempt"
            && one.GetProperty("text").GetString()!.Contains("role/NightShift2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_without_a_tag_free_is_told_before_its_session_is_stopped_and_then_stopped_as_a_whole()
    {
        using var admin = new AccountAdmin(account.Server);
        var key = await admin.RoleAsync("agent-tagged", "session-1", "bedrock:InvokeModel");
        string[] tags = [.. Enumerable.Range(0, 50).Select(n => string.Create(CultureInfo.InvariantCulture, $"Key=own-{n},Value=x"))];
        (await account.AwsAsync(account.Admin, ["iam", "tag-role", "--role-name", "agent-tagged", "--tags", .. tags])).Succeeded();
        using var proxy = new CountingProxy(account.Server);
        await WatchAsync(proxy);

        Told.Each(proxy.Published).ShouldContain(one => one.Subject.Contains("has no tag free for a stop", StringComparison.Ordinal));
        (await ConditionsAsync()).Single(one => one.GetProperty("kind").GetString() == "noTagsFree").GetProperty("text").GetString()
            .ShouldNotBeNull().ShouldContain("role/agent-tagged (50 tags)");

        await account.EnforceAsync(true);
        await using (var meter = account.Start("meter"))
            (await meter.DeliverAsync(Calls.Payload(Calls.Of("role/agent-tagged", 5)))).IsError.ShouldBeFalse(meter.Log);
        (await account.InvokesAsync(key)).ShouldBeFalse();
        (await account.CliAsync("restore", "role/agent-tagged/session-1", "--raise", "100")).Succeeded();
        (await account.InvokesAsync(key)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_function_that_somebody_keeps_from_running_is_told_within_a_minute_with_the_command_that_lets_it()
    {
        var name = (await account.AwsAsync(account.Admin, "lambda", "list-functions", "--query",
            "Functions[?Handler=='meter'].FunctionName", "--output", "text")).Succeeded().Trim();
        (await account.AwsAsync(account.Admin, "lambda", "put-function-concurrency", "--function-name", name,
            "--reserved-concurrent-executions", "0")).Succeeded();
        try
        {
            using var proxy = new CountingProxy(account.Server);
            await WatchAsync(proxy);

            Told.Each(proxy.Published)
                .Single(one =>
                one.Subject.Contains("the function meter is kept from running", StringComparison.Ordinal)).Text.ShouldContain(
                    "delete-function-concurrency");
            (await ConditionsAsync()).ShouldContain(one => one.GetProperty("kind").GetString() == "functionsHeld");
        }
        finally
        {
            (await account.AwsAsync(account.Admin, "lambda", "delete-function-concurrency", "--function-name", name)).Succeeded();
        }
    }

    private async Task WatchAsync(CountingProxy proxy)
    {
        await using var watch = account.Start("watch", proxy.Url);
        (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
    }

    private async Task<List<JsonElement>> ConditionsAsync() =>
        [.. JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement.GetProperty("conditions")
            .EnumerateArray()];
}
