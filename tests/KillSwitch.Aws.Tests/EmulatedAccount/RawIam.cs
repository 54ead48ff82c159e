namespace KillSwitch.EmulatedAccount;

/// <summary>Makes roles and users in the emulated account, which the guard itself never can.</summary>
public sealed class RawIam(MotoServer server) : IDisposable
{
    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly HttpClient _client = new() { BaseAddress = server.Url };

    public async Task<string> CreateRoleAsync(string prefix = "agent")
    {
        var name = $"{prefix}-{Guid.NewGuid():N}"[..20];
        await PostAsync(("Action", "CreateRole"), ("RoleName", name), ("AssumeRolePolicyDocument", Trust));
        return name;
    }

    public async Task<string> CreateUserAsync()
    {
        var name = $"user-{Guid.NewGuid():N}"[..20];
        await PostAsync(("Action", "CreateUser"), ("UserName", name));
        return name;
    }

    public async Task<string> CreatePolicyAsync()
    {
        var name = $"deny-{Guid.NewGuid():N}";
        await PostAsync(("Action", "CreatePolicy"), ("PolicyName", name), ("Path", "/killswitch/"),
            ("PolicyDocument", Core.Denies.SpendingDeny.Document()));
        return $"arn:aws:iam::123456789012:policy/killswitch/{name}";
    }

    public Task DeleteRoleAsync(string name) => PostAsync(("Action", "DeleteRole"), ("RoleName", name));

    public void Dispose() => _client.Dispose();

    private async Task PostAsync(params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent(
                [.. form.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("Version", "2010-05-08")]),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _client.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }
}
