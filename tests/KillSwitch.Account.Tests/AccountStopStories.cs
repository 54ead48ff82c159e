using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests;

/// <summary>A whole account is stopped and restored.</summary>
[Collection(OneAccount.Name)]
public sealed class AccountStopStories(Deployment account) : IAsyncLifetime
{
    private const string User = "user/agent-everyone";
    private const string Role = "role/agent-crowd";

    // The rule counts what one principal spends, so that what the other stories spend changes nothing. The person at the command
    // line is exempt, as people should be: the emulator takes the deny on undoing a stop for one on detaching anything.
    private const string Policy = $$"""
        version: 1
        exempt: ["role/exempt-*", "user/admin"]
        rules:
          - id: account-ceiling
            match: { principal: "{{User}}" }
            per: account
            limit: { usd: 3 }
            every: day
            stop: account
        """;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Whatever became of the story, the next one finds nobody denied.
    public async ValueTask DisposeAsync() => await account.CliAsync("restore", "account", "--raise", "1000");

    [Fact]
    public async Task Over_its_ceiling_everyone_in_the_account_is_denied_but_the_exempt_and_a_restore_lets_all_through_again()
    {
        await account.ApplyAsync(Policy);
        await using var meter = account.Start("meter");
        await meter.ReadyAsync();

        var delivered = await Step.TimedAsync(
            "from the payload to the deny on everyone, read back and told", () => meter.DeliverAsync(Calls.Payload(Calls.Of(User, 4))));
        delivered.IsError.ShouldBeFalse(meter.Log);

        (await account.InvokesAsync(account.Keys[User])).ShouldBeFalse(meter.Log);
        (await account.InvokesAsync(account.Keys[Role])).ShouldBeFalse(meter.Log);
        (await account.InvokesAsync(account.Keys["role/exempt-role"])).ShouldBeTrue(meter.Log);
        var status = JsonDocument.Parse((await account.CliAsync("status", "--output", "json")).Succeeded()).RootElement;
        var stop = status.GetProperty("stops").EnumerateArray().Single(stop => stop.GetProperty("rule").GetString() == "account-ceiling");
        stop.GetProperty("state").GetString().ShouldBe("enforced");

        (await account.CliAsync("restore", "account")).Error.ShouldContain("would trip again at once");
        (await account.CliAsync("restore", "account", "--raise", "5")).Succeeded();

        (await account.InvokesAsync(account.Keys[User])).ShouldBeTrue();
        (await account.InvokesAsync(account.Keys[Role])).ShouldBeTrue();
    }

    [Fact]
    public async Task A_person_stops_the_account_by_hand_and_lifting_it_leaves_the_stop_of_one()
    {
        await account.ApplyAsync(Policy);
        (await account.CliAsync("stop", Role, "--reason", "a loop")).Succeeded();

        for (var i = 0; i < 2; i++)
        {
            var stopped = await account.CliAsync("stop", "account", "--reason", "the bill doubled overnight");
            stopped.Succeeded();
            stopped.Error.ShouldBeEmpty();
            (await account.InvokesAsync(account.Keys[User])).ShouldBeFalse();
        }

        for (var i = 0; i < 2; i++)
        {
            (await account.CliAsync("restore", "123456789012")).Succeeded();
            (await account.InvokesAsync(account.Keys[User])).ShouldBeTrue();
            (await account.InvokesAsync(account.Keys[Role])).ShouldBeFalse();
        }

        (await account.CliAsync("restore", Role)).Succeeded();
        (await account.InvokesAsync(account.Keys[Role])).ShouldBeTrue();
    }
}
