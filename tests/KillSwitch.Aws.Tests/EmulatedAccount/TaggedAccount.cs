using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;

namespace KillSwitch.EmulatedAccount;

/// <summary>An account of its own with prepared policies, and what shows on its roles and users.</summary>
public sealed class TaggedAccount : IDisposable
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[]}""";

    private readonly TestAccount _account;

    private TaggedAccount(TestAccount account, DynamoPolicyStore policies) =>
        (_account, Policies, Iam) = (account, policies, Client(account, null));

    public string Id => _account.Id;

    public AmazonIdentityManagementServiceClient Iam { get; }

    public DynamoPolicyStore Policies { get; }

    public static async Task<TaggedAccount> CreateAsync(MotoServer server) =>
        new(await server.NewAccountAsync(), new DynamoPolicyStore(await Tables.CreateAsync(server)));

    /// <summary>A client some of whose requests go wrong.</summary>
    public AmazonIdentityManagementServiceClient Faulty(FaultyRequests requests) => Client(_account, requests);

    public async Task<string> PolicyAsync(string name, string document)
    {
        await _account.QueryAsync("iam", "CreatePolicy", ("PolicyName", name), ("Path", "/killswitch/"), ("PolicyDocument", document));
        return $"arn:aws:iam::{Id}:policy/killswitch/{name}";
    }

    /// <param name="name"><c>role/NAME</c> or <c>user/NAME</c>.</param>
    /// <param name="actions">What a policy of its own allows; no policy for none.</param>
    public async Task PrincipalAsync(string name, params string[] actions)
    {
        var (kind, own) = name.Split('/') is ["role", var role] ? ("Role", role) : ("User", name.Split('/')[1]);
        await _account.QueryAsync("iam", "Create" + kind, (kind + "Name", own), ("AssumeRolePolicyDocument", Trust));
        if (actions.Length == 0)
            return;
        var document = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{string.Join(',', actions.Select(action => $"\"{action}\""))}}],"Resource":"*"}]}""";
        await _account.QueryAsync("iam", $"Put{kind}Policy", (kind + "Name", own), ("PolicyName", "may"), ("PolicyDocument", document));
    }

    public async Task ExemptAsync(string pattern)
    {
        var next = (await Policies.CurrentAsync(default))?.Number + 1 ?? 1;
        var yaml = $$"""
            version: 1
            exempt: ["{{pattern}}"]
            rules: [{ id: cap, per: model, limit: { usd: 3 }, every: day, stop: model }]
            """;
        (await Policies.TryApplyAsync(new PolicyVersion(next, yaml, DateTimeOffset.UnixEpoch, "arn:aws:iam::1:user/ana"), default))
            .ShouldBeTrue();
    }

    /// <summary>The values of the guard's tags, in the order of the values.</summary>
    public async Task<IReadOnlyList<string>> StoppedAsync(string principal) =>
        [.. (await TagsAsync(principal)).Where(tag => tag.Key.StartsWith("killswitch-stopped", StringComparison.Ordinal))
            .Select(tag => tag.Value).Order(StringComparer.Ordinal)];

    public async Task<IReadOnlyDictionary<string, string>> TagsAsync(string principal)
    {
        var tags = principal.StartsWith("role/", StringComparison.Ordinal)
            ? (await Iam.ListRoleTagsAsync(new() { RoleName = principal[5..] })).Tags
            : (await Iam.ListUserTagsAsync(new() { UserName = principal[5..] })).Tags;
        return (tags ?? []).ToDictionary(tag => tag.Key!, tag => tag.Value!);
    }

    public Task TagAsync(string role, string key, string value) => Iam.TagRoleAsync(new()
    {
        RoleName = role[5..],
        Tags = [new() { Key = key, Value = value }],
    });

    public Task UntagAsync(string role, string key) => Iam.UntagRoleAsync(new() { RoleName = role[5..], TagKeys = [key] });

    public async Task<IReadOnlyList<string>> HoldersAsync(string policy)
    {
        var page = await Iam.ListEntitiesForPolicyAsync(new() { PolicyArn = policy });
        return [.. (page.PolicyRoles ?? []).Select(role => "role/" + role.RoleName)
            .Concat((page.PolicyUsers ?? []).Select(user => "user/" + user.UserName)).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => Iam.Dispose();

    private static AmazonIdentityManagementServiceClient Client(TestAccount account, FaultyRequests? requests)
    {
        var settings = account.Settings<AmazonIdentityManagementServiceConfig>();
        (settings.HttpClientFactory, settings.MaxErrorRetry) = (requests, 0);
        return new(account.Credentials, settings);
    }
}
