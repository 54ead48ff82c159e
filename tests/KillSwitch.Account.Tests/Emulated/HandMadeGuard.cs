using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Settings;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// What the deployment makes, made by hand in an account of its own that belongs to an organization: the emulator's CloudFormation makes
/// none. Calls to Organizations are made with the power of the management account, as a delegation lets the guard.
/// </summary>
internal sealed class HandMadeGuard : IAsyncDisposable
{
    private readonly MotoServer _server = new();
    private TestAccount _management = null!;

    public TestAccount Account { get; private set; } = null!;

    /// <summary>Stands before the emulator.</summary>
    public CountingProxy Front { get; private set; } = null!;

    public Dictionary<string, string> Environment { get; private set; } = [];

    public string AccountScp => Environment[GuardSetting.AccountScp];

    public string PrincipalScp => Environment[GuardSetting.PrincipalScp];

    public static async Task<HandMadeGuard> CreateAsync()
    {
        var guard = new HandMadeGuard();
        await guard._server.InitializeAsync();
        guard.Front = new CountingProxy(guard._server.Url);
        await guard.OrganizeAsync();
        return guard;
    }

    /// <summary>The command line of somebody who may do everything.</summary>
    public async Task<Command> CliAsync(params string[] arguments) =>
        await Command.RunAsync("dotnet", [Repository.Cli, .. arguments], (await KeyAsync()).Environment(Front.Url));

    /// <summary>The packaged program as the meter.</summary>
    public async Task<RunningFunction> StartMeterAsync() =>
        RunningFunction.Start(
            new DeployedFunction("meter", $"arn:aws:lambda:us-east-1:{Account.Id}:function:meter", "meter", Environment, await KeyAsync()),
            Front.Url);

    public async Task ApplyAsync(string yaml)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, yaml);
        (await CliAsync("policy", "apply", file, "--yes")).Succeeded();
        File.Delete(file);
    }

    /// <summary>The document of a service control policy, and whether the account is among its targets.</summary>
    public async Task<(string Document, bool IsAttached)> ControlPolicyAsync(string id)
    {
        var policy = await OrganizationsAsync("DescribePolicy", $$"""{"PolicyId":"{{id}}"}""");
        var targets = await OrganizationsAsync("ListTargetsForPolicy", $$"""{"PolicyId":"{{id}}"}""");
        return (
            policy.GetProperty("Policy").GetProperty("Content").GetString()!,
            targets.GetProperty("Targets").EnumerateArray().Any(target => target.GetProperty("TargetId").GetString() == Account.Id));
    }

    public async ValueTask DisposeAsync()
    {
        Front.Dispose();
        await _server.DisposeAsync();
    }

    private async Task OrganizeAsync()
    {
        _management = await _server.NewAccountAsync();
        await OrganizationsAsync("CreateOrganization", """{"FeatureSet":"ALL"}""");
        var root = (await OrganizationsAsync("ListRoots", "{}")).GetProperty("Roots")[0].GetProperty("Id").GetString();
        await OrganizationsAsync("EnablePolicyType", $$"""{"RootId":"{{root}}","PolicyType":"SERVICE_CONTROL_POLICY"}""");
        var member = await OrganizationsAsync("CreateAccount", """{"AccountName":"guarded","Email":"guarded@example.com"}""");
        Account = await _server.EnterAsync(member.GetProperty("CreateAccountStatus").GetProperty("AccountId").GetString()!);
        Front.OrganizationsKey = (await _management.Credentials.GetCredentialsAsync()).AccessKey;
        var own = new GuardResources("KillSwitch", null);
        var everyone = await ControlPolicyOfAsync("everyone", AccountControlPolicy.Document(["role/BreakGlass*"], own, null));
        var listed = await ControlPolicyOfAsync("listed", PrincipalControlPolicy.Document([], own));
        Environment = await PreparedParts.MakeAsync(Account, everyone, listed);
    }

    private async Task<string> ControlPolicyOfAsync(string name, string content) =>
        (await OrganizationsAsync(
            "CreatePolicy", JsonSerializer.Serialize(new
            {
                Name = name,
                Description = "",
                Type = "SERVICE_CONTROL_POLICY",
                Content = content,
            })))
            .GetProperty("Policy").GetProperty("PolicySummary").GetProperty("Id").GetString()!;

    private Task<JsonElement> OrganizationsAsync(string operation, string body) =>
        _management.JsonAsync("organizations", "AWSOrganizationsV20161128." + operation, body);

    private async Task<AccessKey> KeyAsync()
    {
        var key = await Account.Credentials.GetCredentialsAsync();
        return new AccessKey(key.AccessKey, key.SecretKey, key.Token);
    }
}
