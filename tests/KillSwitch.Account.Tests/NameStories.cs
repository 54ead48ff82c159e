using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>Names in a policy that the log writes otherwise: paths of roles, ARNs of profiles.</summary>
[Collection(AnotherAccount.Name)]
public sealed class NameStories(Deployment account) : IAsyncLifetime
{
    private const string Policy = """
        version: 1
        exempt: ["arn:aws:iam::*:role/platform/OnDuty*"]
        rules:
          - id: duty-cap
            match: { principal: ["role/OnDuty*", "arn:aws:sts::*:assumed-role/Written*/*"] }
            per: principal
            limit: { usd: 3 }
            every: month
            stop: principal
        """;

    public async ValueTask InitializeAsync() => await account.ApplyAsync(Policy);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_role_is_exempt_by_its_path_that_the_log_does_not_show_and_its_namesake_elsewhere_is_stopped()
    {
        await account.EnforceAsync(false);
        using var admin = new AccountAdmin(account.Server);
        var exempt = await admin.RoleAtAsync("/platform/", "OnDutyA", "session-1", "bedrock:InvokeModel");
        var other = await admin.RoleAtAsync("/elsewhere/", "OnDutyB", "session-1", "bedrock:InvokeModel");
        var written = await admin.RoleAsync("WrittenC", "session-1", "bedrock:InvokeModel");
        await account.EnforceAsync(true);

        await using (var meter = account.Start("meter"))
        {
            (await meter.DeliverAsync(
                Calls.Payload(
                [.. Calls.Of("role/OnDutyA", 5), .. Calls.Of("role/OnDutyB", 5), .. Calls.Of("role/WrittenC", 5)]))).IsError.ShouldBeFalse(
                meter.Log);
        }

        await using (var watch = account.Start("watch"))
            await watch.DeliverAsync("{}"u8.ToArray());

        (await account.InvokesAsync(exempt)).ShouldBeTrue();
        (await account.InvokesAsync(other)).ShouldBeFalse();
        (await account.InvokesAsync(written)).ShouldBeFalse();
        var stopped = JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement.GetProperty(
            "stops").EnumerateArray().Select(stop => stop.GetProperty("target").GetProperty("name").GetString()).ToList();
        stopped.ShouldContain("role/OnDutyB");
        stopped.ShouldNotContain("role/OnDutyA");
    }

    [Fact]
    public async Task A_policy_is_held_against_who_is_there()
    {
        await account.EnforceAsync(false);
        using var admin = new AccountAdmin(account.Server);
        await admin.RoleAtAsync("/platform/", "OnDutyThere", "session-1", "bedrock:InvokeModel");
        var file = Path.Combine(Path.GetTempPath(), $"names-{Guid.NewGuid():n}.yaml");
        await File.WriteAllTextAsync(file, """
            version: 1
            exempt: ["role/platform/OnDutyThere", "role/elsewhere/OnDutyThere"]
            rules:
              - { id: r, match: { principal: "role/nobody-*", model: ["anthropic.claude-*", "anthropic.claude-none-*"] }, limit: { usd: 1 }, every: day, stop: none }
              - { id: p, match: { path: ["/nowhere/*", "/", "(none)"] }, limit: { usd: 1 }, every: day, stop: none }
              - { id: t, match: { principalTag.team: [nobodys-team, "(none)", "*"] }, limit: { usd: 1 }, every: day, stop: none }
            """, TestContext.Current.CancellationToken);

        var result =
            JsonDocument.Parse((await account.CliAsync("policy", "check", file, "--account", "--output", "json")).Succeeded()).RootElement;

        File.Delete(file);
        result.GetProperty("warnings").EnumerateArray()
            .Select(warning => (warning.GetProperty("line").GetInt32(), warning.GetProperty("message").GetString()!.Split(' ')[0]))
            .ShouldBe(
            [
                (2, "`role/elsewhere/OnDutyThere`"), (4, "`role/nobody-*`"), (4, "`anthropic.claude-none-*`"), (5, "`/nowhere/*`"),
                (6, "`nobodys-team`"),
            ]);
    }
}
