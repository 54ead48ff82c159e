using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>
/// Sessions and models are stopped by tags. The emulator's IAM knows no variable of a policy: that the tags cut what they name and nothing
/// else is proved by an evaluator, and here that they are where they should be.
/// </summary>
[Collection(OneAccount.Name)]
public sealed class SessionAndModelStories(Deployment account) : IAsyncLifetime
{
    private const string Role = "role/agent-shared";
    private const string User = "user/agent-modelled";
    private const string Careless = "role/agent-careless";
    private const string Exempt = "role/exempt-role";

    // Both rules count what one principal spends, so that what the other stories spend changes nothing.
    private const string Policy = $$"""
        version: 1
        exempt: ["role/exempt-*", "user/admin"]
        rules:
          - id: session-cap
            match: { principal: "{{Role}}" }
            per: [principal, session]
            limit: { usd: 3 }
            every: day
            stop: session
          - id: model-cap
            match: { principal: "{{User}}" }
            per: model
            limit: { usd: 3 }
            every: day
            stop: model
        """;

    private static readonly string[] ModelTags = ["anthropic.claude-opus-4-6", Calls.Model];

    private string SessionDeny => account.DenyPolicyArn.Replace("deny-spending", "deny-session", StringComparison.Ordinal);

    private string ModelDeny => account.DenyPolicyArn.Replace("deny-spending", "deny-model", StringComparison.Ordinal);

    private string TakenDeny => account.DenyPolicyArn.Replace("deny-spending", "deny-taken", StringComparison.Ordinal);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Whatever became of the story, the next one finds nobody denied.
    public async ValueTask DisposeAsync()
    {
        foreach (var what in (string[])[$"{Role}/session-1", $"{Role}/session-2", $"{Role}/a,b", $"model/{Calls.Model}", Careless])
            await account.CliAsync("restore", what, "--raise", "1000");
        await account.EnforceAsync(true);
    }

    [Fact]
    public async Task A_session_over_its_cap_is_cut_and_its_siblings_stop_and_go_on_their_own()
    {
        await PrincipalAsync(Role);
        await account.ApplyAsync(Policy);
        await using (var meter = account.Start("meter"))
        {
            await meter.ReadyAsync();
            var delivered = await Step.TimedAsync("from the payload to the session's tag and deny, read back and told", () =>
                meter.DeliverAsync(Calls.Payload(Calls.Of(Role, 4))));
            delivered.IsError.ShouldBeFalse(meter.Log);
        }

        (await StoppedAsync(Role)).ShouldBe(["session-1"]);
        (await HoldersAsync(SessionDeny)).ShouldBe([Role]);
        (await HoldersAsync(account.DenyPolicyArn)).ShouldNotContain(Role);
        var stop = (await StopsAsync()).Single(stop => stop.GetProperty("rule").GetString() == "session-cap");
        (stop.GetProperty("state").GetString(), stop.GetProperty("target").GetProperty("name").GetString())
            .ShouldBe(("enforced", $"{Role}/session-1"));

        for (var i = 0; i < 2; i++)
        {
            (await account.CliAsync("stop", $"{Role}/session-2", "--reason", "a loop", "--anyway")).Succeeded();
            (await StoppedAsync(Role)).ShouldBe(["session-1", "session-2"]);
        }

        (await account.CliAsync("restore", $"{Role}/session-1")).Error.ShouldContain("would trip again at once");
        (await account.CliAsync("restore", $"{Role}/session-1", "--raise", "5")).Succeeded();
        (await StoppedAsync(Role)).ShouldBe(["session-2"]);
        (await HoldersAsync(SessionDeny)).ShouldBe([Role]);

        (await account.CliAsync("restore", $"{Role}/session-2")).Succeeded();
        (await StoppedAsync(Role)).ShouldBeEmpty();
        (await HoldersAsync(SessionDeny)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_whose_name_fits_into_no_tag_is_cut_with_its_role_and_let_go_with_it()
    {
        await PrincipalAsync(Role);
        await account.ApplyAsync(Policy);

        var stopped = (await account.CliAsync("stop", $"{Role}/a,b", "--reason", "a loop", "--anyway")).Succeeded();
        stopped.ShouldContain(
            "its session could not be cut alone: no tag can hold the name `a,b`; the whole of role/agent-shared is stopped");
        (await HoldersAsync(account.DenyPolicyArn)).ShouldContain(Role);
        (await account.CliAsync("stop", Role, "--reason", "as well")).Succeeded();

        (await account.CliAsync("restore", $"{Role}/a,b")).Succeeded();
        (await HoldersAsync(account.DenyPolicyArn)).ShouldContain(Role);
        (await account.CliAsync("restore", Role)).Succeeded();
        (await HoldersAsync(account.DenyPolicyArn)).ShouldNotContain(Role);
        (await StoppedAsync(Role)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_over_its_cap_is_denied_to_everyone_but_the_exempt_and_to_who_comes_later_until_it_is_restored()
    {
        const string late = "user/agent-late";
        await PrincipalAsync(User);
        await account.ApplyAsync(Policy);
        await using (var meter = account.Start("meter"))
        {
            await meter.ReadyAsync();
            var delivered = await Step.TimedAsync("from the payload to the model's tags and denies on everyone, read back and told", () =>
                meter.DeliverAsync(Calls.Payload(Calls.Of(User, 4))));
            delivered.IsError.ShouldBeFalse(meter.Log);
        }

        foreach (var who in (string[])[User, "role/agent-crowd"])
            (await StoppedAsync(who)).ShouldBe(ModelTags);
        (await StoppedAsync(Exempt)).ShouldBeEmpty();
        (await HoldersAsync(ModelDeny)).ShouldNotContain(Exempt);
        (await StopsAsync()).Single(stop => stop.GetProperty("rule").GetString() == "model-cap").GetProperty("state").GetString()
            .ShouldBe("enforced");

        await PrincipalAsync(late);
        (await StoppedAsync(late)).ShouldBeEmpty();
        // The emulator takes every signed GET of Bedrock's for forged: while the watch runs nobody is checked.
        await account.EnforceAsync(false);
        await using (var watch = account.Start("watch"))
            (await watch.DeliverAsync("{}"u8.ToArray())).IsError.ShouldBeFalse(watch.Log);
        await account.EnforceAsync(true);
        (await StoppedAsync(late)).ShouldBe(ModelTags);
        (await HoldersAsync(ModelDeny)).ShouldContain(late);

        // A stop by hand stands beside the rule's, under the same name, and one restore by that name lifts both.
        (await account.CliAsync("stop", $"model/us.{Calls.Model}", "--reason", "too dear")).Succeeded();
        (await StopsAsync()).Count(stop => stop.GetProperty("target").GetProperty("name").GetString() == Calls.Model).ShouldBe(2);
        (await account.CliAsync("restore", $"model/{Calls.Model}", "--raise", "5")).Succeeded();
        (await HoldersAsync(ModelDeny)).ShouldBeEmpty();
        foreach (var who in (string[])[User, "role/agent-crowd", late])
            (await StoppedAsync(who)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_is_over_a_rule_that_takes_a_model_away_loses_it_alone_until_it_is_restored()
    {
        await PrincipalAsync(Careless);
        await account.ApplyAsync($$"""
            version: 1
            rules:
              - id: no-opus
                match: { principal: "{{Careless}}" }
                per: principal
                limit: { usd: 3 }
                every: day
                stop: principal
                deny: { model: "anthropic.claude-opus-*" }
            """);
        await using (var meter = account.Start("meter"))
        {
            await meter.ReadyAsync();
            (await meter.DeliverAsync(Calls.Payload(Calls.Of(Careless, 4)))).IsError.ShouldBeFalse(meter.Log);
        }

        (await StoppedAsync(Careless)).ShouldBe(["anthropic.claude-opus-"]);
        (await HoldersAsync(TakenDeny)).ShouldBe([Careless]);
        (await HoldersAsync(account.DenyPolicyArn)).ShouldNotContain(Careless);
        var stop = (await StopsAsync()).Single(stop => stop.GetProperty("rule").GetString() == "no-opus");
        stop.GetProperty("target").GetProperty("name").GetString().ShouldBe(Careless);
        stop.GetProperty("denied").GetProperty("model")[0].GetString().ShouldBe("anthropic.claude-opus-*");
        var id = stop.GetProperty("id").GetString()!;
        (await account.CliAsync("explain", id)).Succeeded().ShouldContain($"anthropic.claude-opus-* of {Careless}");

        (await account.CliAsync("stop", Careless, "--reason", "altogether")).Succeeded();
        (await HoldersAsync(account.DenyPolicyArn)).ShouldContain(Careless);

        (await account.CliAsync("restore", Careless, "--raise", "1000")).Succeeded();
        (await HoldersAsync(TakenDeny)).ShouldBeEmpty();
        (await HoldersAsync(account.DenyPolicyArn)).ShouldNotContain(Careless);
        (await StoppedAsync(Careless)).ShouldBeEmpty();
    }

    private async Task PrincipalAsync(string name)
    {
        if (account.Keys.ContainsKey(name))
            return;
        using var admin = new AccountAdmin(account.Server);
        await admin.EnforceAsync(false);
        account.Keys[name] = name.StartsWith("role/", StringComparison.Ordinal)
            ? await admin.RoleAsync(name[5..], "session-1", "bedrock:InvokeModel")
            : await admin.UserAsync(name[5..], "bedrock:InvokeModel");
        await admin.EnforceAsync(true);
    }

    private async Task<IReadOnlyList<string>> StoppedAsync(string principal)
    {
        var isRole = principal.StartsWith("role/", StringComparison.Ordinal);
        var tags = await AdminAsync(isRole ? "list-role-tags" : "list-user-tags", isRole ? "--role-name" : "--user-name", principal[5..]);
        return [.. tags.GetProperty("Tags").EnumerateArray()
            .Where(tag => tag.GetProperty("Key").GetString()!.StartsWith("killswitch-stopped", StringComparison.Ordinal))
            .Select(tag => tag.GetProperty("Value").GetString()!).Order(StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<string>> HoldersAsync(string policy)
    {
        var page = await AdminAsync("list-entities-for-policy", "--policy-arn", policy);
        return [.. page.GetProperty("PolicyRoles").EnumerateArray().Select(role => "role/" + role.GetProperty("RoleName").GetString())
            .Concat(page.GetProperty("PolicyUsers").EnumerateArray().Select(user => "user/" + user.GetProperty("UserName").GetString()))];
    }

    private async Task<IReadOnlyList<JsonElement>> StopsAsync() =>
        [.. JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement.GetProperty("stops")
            .EnumerateArray()];

    private async Task<JsonElement> AdminAsync(params string[] arguments) =>
        JsonDocument.Parse((await account.AwsAsync(account.Admin, ["iam", .. arguments, "--output", "json"])).Succeeded()).RootElement;
}
