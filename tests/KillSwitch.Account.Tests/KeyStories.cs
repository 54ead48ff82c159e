using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;
using KillSwitch.Core.Denies;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests;

/// <summary>A leaked API key, by the command line alone: no function has power over keys.</summary>
public sealed class KeyStories : IAsyncLifetime
{
    private const string User = "BedrockAPIKey-abcd";

    private readonly MotoServer _server = new();
    private readonly KeyedUser _user = new();
    private CountingProxy _front = null!;
    private TestAccount _account = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _front = new CountingProxy(_server.Url) { Own = _user.Answer };
        _account = await _server.NewAccountAsync();
        await _account.QueryAsync("iam", "CreateUser", ("UserName", User));
        foreach (var name in (string[])["deny-spending", "deny-account"])
            await _account.QueryAsync("iam", "CreatePolicy", ("PolicyName", name), ("Path", "/killswitch/"), ("PolicyDocument", SpendingDeny.Document()));
        await _account.QueryAsync("sns", "CreateTopic", ("Name", "people"));
        await _account.JsonAsync("dynamodb", "DynamoDB_20120810.CreateTable", """
            {"TableName":"ledger","BillingMode":"PAY_PER_REQUEST",
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}
            """);
        var place = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["region"] = "us-east-1",
            ["table"] = "ledger",
            ["topic"] = $"arn:aws:sns:us-east-1:{_account.Id}:people",
            ["denyPolicy"] = $"arn:aws:iam::{_account.Id}:policy/killswitch/deny-spending",
            ["accountDenyPolicy"] = $"arn:aws:iam::{_account.Id}:policy/killswitch/deny-account",
        });
        await _account.JsonAsync("ssm", "AmazonSSM.PutParameter", JsonSerializer.Serialize(new { Name = "/killswitch/KillSwitch/guard", Type = "String", Value = place }));
    }

    public async ValueTask DisposeAsync()
    {
        _front.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_leaked_key_is_deactivated_with_the_stop_and_a_restore_reactivates_exactly_that_one()
    {
        (_user.Keys["ACCALEAKED"], _user.Keys["ACCARETIRED"]) = (true, false);

        for (var i = 0; i < 2; i++)
        {
            (await CliAsync("stop", "user/" + User, "--reason", "leaked", "--deactivate-keys")).Succeeded();
            _user.Keys.ShouldBe(new Dictionary<string, bool> { ["ACCALEAKED"] = false, ["ACCARETIRED"] = false }, ignoreOrder: true);
        }

        var stop = JsonDocument.Parse((await CliAsync("status", "--output", "json")).Output).RootElement.GetProperty("stops")[0];
        stop.GetProperty("state").GetString().ShouldBe("enforced");
        stop.GetProperty("deactivatedKeys")[0].GetString().ShouldBe("ACCALEAKED");
        stop.GetProperty("note").GetString().ShouldNotBeNull().ShouldContain("ACCALEAKED");

        (await CliAsync("restore", "user/" + User)).Succeeded();
        _user.Keys.ShouldBe(new Dictionary<string, bool> { ["ACCALEAKED"] = true, ["ACCARETIRED"] = false }, ignoreOrder: true);
    }

    [Fact]
    public async Task While_a_key_cannot_be_reactivated_nothing_is_restored()
    {
        _user.Keys["ACCALEAKED"] = true;
        (await CliAsync("stop", "user/" + User, "--reason", "leaked", "--deactivate-keys")).Succeeded();

        _front.Refused = "UpdateServiceSpecificCredential";
        (await CliAsync("restore", "user/" + User)).ExitCode.ShouldBe(3);
        (await CliAsync("status", "--output", "json")).Output.ShouldContain("\"enforced\"");

        _front.Refused = null;
        (await CliAsync("restore", "user/" + User)).Succeeded();
        _user.Keys["ACCALEAKED"].ShouldBeTrue();
    }

    [Fact]
    public async Task A_role_has_no_keys_and_nothing_is_stopped_by_mistake()
    {
        var refused = await CliAsync("stop", "role/agent", "--reason", "leaked", "--deactivate-keys");

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("`role/agent` is none");
        _front.Operations.ShouldNotContain("AttachRolePolicy");
    }

    private async Task<Command> CliAsync(params string[] arguments)
    {
        var key = await _account.Credentials.GetCredentialsAsync();
        return await Command.RunAsync("dotnet", [Repository.Cli, .. arguments], new AccessKey(key.AccessKey, key.SecretKey, key.Token).Environment(_front.Url));
    }
}
