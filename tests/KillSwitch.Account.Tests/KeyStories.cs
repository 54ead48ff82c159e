using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>A leaked API key, by the command line alone: no function has power over keys.</summary>
public sealed class KeyStories : IAsyncLifetime
{
    private const string User = "BedrockAPIKey-abcd";

    private readonly KeyedUser _user = new();
    private HandMadeGuard _guard = null!;

    public async ValueTask InitializeAsync()
    {
        _guard = await HandMadeGuard.CreateAsync();
        _guard.Front.Own = _user.Answer;
        await _guard.Account.QueryAsync("iam", "CreateUser", ("UserName", User));
    }

    public async ValueTask DisposeAsync() => await _guard.DisposeAsync();

    [Fact]
    public async Task A_leaked_key_is_deactivated_with_the_stop_and_a_restore_reactivates_exactly_that_one()
    {
        (_user.Keys["ACCALEAKED"], _user.Keys["ACCARETIRED"]) = (true, false);

        for (var i = 0; i < 2; i++)
        {
            (await _guard.CliAsync("stop", "user/" + User, "--reason", "leaked", "--deactivate-keys")).Succeeded();
            _user.Keys.ShouldBe(new Dictionary<string, bool> { ["ACCALEAKED"] = false, ["ACCARETIRED"] = false }, ignoreOrder: true);
        }

        var stop = JsonDocument.Parse((await _guard.CliAsync("status", "--output", "json")).Output).RootElement.GetProperty("stops")[0];
        stop.GetProperty("state").GetString().ShouldBe("enforced");
        stop.GetProperty("deactivatedKeys")[0].GetString().ShouldBe("ACCALEAKED");
        stop.GetProperty("note").GetString().ShouldNotBeNull().ShouldContain("ACCALEAKED");

        (await _guard.CliAsync("restore", "user/" + User)).Succeeded();
        _user.Keys.ShouldBe(new Dictionary<string, bool> { ["ACCALEAKED"] = true, ["ACCARETIRED"] = false }, ignoreOrder: true);
    }

    [Fact]
    public async Task While_a_key_cannot_be_reactivated_nothing_is_restored()
    {
        _user.Keys["ACCALEAKED"] = true;
        (await _guard.CliAsync("stop", "user/" + User, "--reason", "leaked", "--deactivate-keys")).Succeeded();

        _guard.Front.Refused = "UpdateServiceSpecificCredential";
        (await _guard.CliAsync("restore", "user/" + User)).ExitCode.ShouldBe(3);
        (await _guard.CliAsync("status", "--output", "json")).Output.ShouldContain("\"enforced\"");

        _guard.Front.Refused = null;
        (await _guard.CliAsync("restore", "user/" + User)).Succeeded();
        _user.Keys["ACCALEAKED"].ShouldBeTrue();
    }

    [Fact]
    public async Task A_role_has_no_keys_and_nothing_is_stopped_by_mistake()
    {
        var refused = await _guard.CliAsync("stop", "role/agent", "--reason", "leaked", "--deactivate-keys");

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("`role/agent` is none");
        _guard.Front.Operations.ShouldNotContain("AttachRolePolicy");
    }
}
