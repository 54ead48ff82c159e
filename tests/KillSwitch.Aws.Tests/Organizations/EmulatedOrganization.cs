using System.Text.Json;
using Amazon.Organizations;
using KillSwitch.Aws.Organizations;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Organizations;

/// <summary>
/// An organization with one member, where the guard is. The emulator knows no delegation: the guard's calls are made with the power of
/// the management account, on policies whose ARNs say so.
/// </summary>
internal sealed class EmulatedOrganization : IDisposable
{
    private readonly TestAccount _management;

    private EmulatedOrganization(TestAccount management, string member)
    {
        (_management, Member) = (management, member);
        Client = new(management.Credentials, management.Settings<AmazonOrganizationsConfig>());
    }

    public string Management => _management.Id;

    public string Member { get; }

    public AmazonOrganizationsClient Client { get; }

    public static async Task<EmulatedOrganization> CreateAsync(MotoServer server)
    {
        var management = await server.NewAccountAsync();
        await CallAsync(management, "CreateOrganization", """{"FeatureSet":"ALL"}""");
        var root = (await CallAsync(management, "ListRoots", "{}")).GetProperty("Roots")[0].GetProperty("Id").GetString();
        await CallAsync(management, "EnablePolicyType", $$"""{"RootId":"{{root}}","PolicyType":"SERVICE_CONTROL_POLICY"}""");
        var member = await CallAsync(management, "CreateAccount", """{"AccountName":"guarded","Email":"guarded@example.com"}""");
        return new EmulatedOrganization(management, member.GetProperty("CreateAccountStatus").GetProperty("AccountId").GetString()!);
    }

    /// <summary>A policy that is attached to nothing.</summary>
    public async Task<(ControlPolicy Policy, string Id)> PolicyAsync(string content, string? account = null)
    {
        var created = await CallAsync(_management, "CreatePolicy", $$"""
            {"Name":"{{Guid.NewGuid():N}}","Description":"","Type":"SERVICE_CONTROL_POLICY","Content":{{JsonSerializer.Serialize(content)}}}
            """);
        var id = created.GetProperty("Policy").GetProperty("PolicySummary").GetProperty("Id").GetString()!;
        return (new ControlPolicy(Client, id, account ?? Member), id);
    }

    public Task OverwriteAsync(string id, string content) =>
        CallAsync(_management, "UpdatePolicy", $$"""{"PolicyId":"{{id}}","Content":{{JsonSerializer.Serialize(content)}}}""");

    public void Dispose() => Client.Dispose();

    private static Task<JsonElement> CallAsync(TestAccount account, string action, string body) =>
        account.JsonAsync("organizations", $"AWSOrganizationsV20161128.{action}", body);
}
