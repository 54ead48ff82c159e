using System.Text.Json;
using System.Xml.Linq;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>A key of the emulated account.</summary>
/// <param name="Session">Null for a user's own key.</param>
internal sealed record AccessKey(string Id, string Secret, string? Session)
{
    public Dictionary<string, string> Environment(Uri endpoint)
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = endpoint.ToString().TrimEnd('/'),
            ["AWS_ACCESS_KEY_ID"] = Id,
            ["AWS_SECRET_ACCESS_KEY"] = Secret,
            ["AWS_REGION"] = "us-east-1",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        if (Session is not null)
            environment["AWS_SESSION_TOKEN"] = Session;
        return environment;
    }
}

/// <summary>Makes users, roles and keys while nobody is checked yet.</summary>
internal sealed class AccountAdmin(Uri server) : IDisposable
{
    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""";

    private readonly HttpClient _client = new() { BaseAddress = server };

    public async Task<AccessKey> UserAsync(string name, params string[] actions)
    {
        await IamAsync(("Action", "CreateUser"), ("UserName", name));
        await IamAsync(("Action", "PutUserPolicy"), ("UserName", name), ("PolicyName", "may"), ("PolicyDocument", Allow(actions)));
        var key = await IamAsync(("Action", "CreateAccessKey"), ("UserName", name));
        return new AccessKey(Text(key, "AccessKeyId"), Text(key, "SecretAccessKey"), null);
    }

    public Task<AccessKey> RoleAsync(string name, string session, params string[] actions) => RoleAtAsync("/", name, session, actions);

    /// <summary>The same on a path.</summary>
    public async Task<AccessKey> RoleAtAsync(string path, string name, string session, params string[] actions)
    {
        await IamAsync(("Action", "CreateRole"), ("RoleName", name), ("Path", path), ("AssumeRolePolicyDocument", Trust));
        await AllowRoleAsync(name, "may", actions);
        return await AssumeAsync(name, session);
    }

    public Task AllowRoleAsync(string name, string policy, params string[] actions) =>
        IamAsync(("Action", "PutRolePolicy"), ("RoleName", name), ("PolicyName", policy), ("PolicyDocument", Allow(actions)));

    /// <summary>
    /// The emulator holds most requests against the resource <c>*</c>, which no narrower statement allows, and takes a transaction
    /// for an action of its own: the role gets the actions that it has, and no others, on every resource. What its statements say of
    /// resources and conditions is proved elsewhere, by an evaluator that knows them.
    /// </summary>
    public async Task WidenAsync(string role)
    {
        var actions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in await InlineAsync(role))
        {
            var document = Text(await IamAsync(("Action", "GetRolePolicy"), ("RoleName", role), ("PolicyName", policy)), "PolicyDocument");
            using var json = JsonDocument.Parse(Uri.UnescapeDataString(document));
            foreach (var statement in json.RootElement.GetProperty("Statement").EnumerateArray())
            {
                var action = statement.GetProperty("Action");
                actions.UnionWith(action.ValueKind == JsonValueKind.Array
                    ? action.EnumerateArray().Select(one => one.GetString()!)
                    : [action.GetString()!]);
            }
        }

        if (actions.Contains("dynamodb:ConditionCheckItem"))
            actions.Add("dynamodb:TransactWriteItems");
        // Another one: AWS asks for the first, and the emulator for the second.
        if (actions.Contains("budgets:ViewBudget"))
            actions.Add("budgets:DescribeBudget");
        await AllowRoleAsync(role, "emulator", [.. actions]);
    }

    /// <summary>
    /// The emulator cannot say who is in an account where a role holds policies that CloudFormation wrote within it. Those of the
    /// CDK's own roles are of that kind, and have done their work once everything is deployed.
    /// </summary>
    public async Task RemoveToolkitPoliciesAsync()
    {
        var roles = await IamAsync(("Action", "ListRoles"), ("MaxItems", "1000"));
        foreach (var role in roles.Descendants()
            .Where(element => element.Name.LocalName == "RoleName" && element.Value.StartsWith("cdk-", StringComparison.Ordinal))
            .Select(element => element.Value).ToList())
        {
            foreach (var policy in await InlineAsync(role))
                await IamAsync(("Action", "DeleteRolePolicy"), ("RoleName", role), ("PolicyName", policy));
        }
    }

    public async Task<AccessKey> AssumeAsync(string role, string session)
    {
        var answer = await PostAsync("sts", "2011-06-15", ("Action", "AssumeRole"), ("RoleArn", $"arn:aws:iam::123456789012:role/{role}"),
            ("RoleSessionName", session));
        return new AccessKey(Text(answer, "AccessKeyId"), Text(answer, "SecretAccessKey"), Text(answer, "SessionToken"));
    }

    /// <summary>Whether, from here on, every request is checked against the policies of who signed it.</summary>
    public async Task EnforceAsync(bool enforces)
    {
        // So many requests go unchecked before the first that is.
        using var content = new StringContent(enforces ? "0" : "1000000000");
        using var answer = await _client.PostAsync(new Uri("/moto-api/reset-auth", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Whether the emulator looks for Docker when a function is invoked.</summary>
    public async Task UseDockerAsync(bool uses)
    {
        using var content = new StringContent($$"""{"lambda": {"use_docker": {{(uses ? "true" : "false")}} } }""");
        using var answer = await _client.PostAsync(new Uri("/moto-api/config", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Whether the emulator runs the state machines that it is given; those that it has are out of sight then.</summary>
    public async Task RunStateMachinesAsync(bool runs)
    {
        using var content = new StringContent($$"""{"stepfunctions": {"execute_state_machine": {{(runs ? "true" : "false")}} } }""");
        using var answer = await _client.PostAsync(new Uri("/moto-api/config", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<string>> InlineAsync(string role) =>
        [.. (await IamAsync(("Action", "ListRolePolicies"), ("RoleName", role))).Descendants()
            .Where(element => element.Name.LocalName == "member").Select(element => element.Value)];

    private Task<XElement> IamAsync(params (string Name, string Value)[] form) => PostAsync("iam", "2010-05-08", form);

    private async Task<XElement> PostAsync(string service, string version, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content =
                new FormUrlEncodedContent([.. form.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("Version", version)]),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? XElement.Parse(text) : throw new InvalidOperationException(text);
    }

    private static string Text(XElement answer, string name) => answer.Descendants().First(element => element.Name.LocalName == name).Value;

    private static string Allow(string[] actions) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{string.Join(',', actions.Select(action => $"\"{action}\""))}}],"Resource":"*"}]}""";
}
