using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Amazon.Runtime;

namespace KillSwitch.EmulatedAccount;

/// <summary>One account of the emulator, in <see cref="Region"/>, entered by assuming a role there.</summary>
public sealed class TestAccount(Uri url, HttpClient http, string id, ImmutableCredentials key)
{
    public const string Region = "us-east-1";

    public string Id => id;

    public AWSCredentials Credentials { get; } = new SessionAWSCredentials(key.AccessKey, key.SecretKey, key.Token);

    /// <summary>Leads a client to the emulator: <c>new XClient(account.Credentials, account.Settings&lt;XConfig&gt;())</c>.</summary>
    public T Settings<T>()
        where T : ClientConfig, new() => new() { ServiceURL = url.ToString(), AuthenticationRegion = Region };

    /// <summary>Calls an operation of a Query service (IAM, SNS, CloudWatch, STS) that no client of ours has.</summary>
    public async Task<XElement> QueryAsync(string service, string action, params (string Name, string Value)[] parameters)
    {
        using var content = new FormUrlEncodedContent(
            parameters.Prepend(("Action", action)).Select(p => KeyValuePair.Create(p.Item1, p.Item2)));
        return XElement.Parse(await SendAsync(service, HttpMethod.Post, "/", content));
    }

    /// <summary>Calls an operation of a JSON 1.1 service; the target is <c>Logs_20140328.CreateLogGroup</c> or the like.</summary>
    public async Task<JsonElement> JsonAsync(string service, string target, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1");
        content.Headers.Add("X-Amz-Target", target);
        var answer = await SendAsync(service, HttpMethod.Post, "/", content);
        return answer.Length == 0 ? default : JsonElement.Parse(answer);
    }

    /// <summary>Calls an operation of a REST service.</summary>
    public async Task<JsonElement> RestAsync(string service, HttpMethod method, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await SendAsync(service, method, path, content);
        return answer.Length == 0 ? default : JsonElement.Parse(answer);
    }

    internal static async Task<TestAccount> EnterAsync(Uri url, HttpClient http, string id)
    {
        var anyone = new TestAccount(url, http, "123456789012", new ImmutableCredentials("test", "test", "test"));
        var answer = await anyone.QueryAsync(
            "sts", "AssumeRole", ("RoleArn", $"arn:aws:iam::{id}:role/tests"), ("RoleSessionName", "tests"));
        string Text(string name) => answer.Descendants().First(e => e.Name.LocalName == name).Value;
        return new TestAccount(url, http, id, new ImmutableCredentials(Text("AccessKeyId"), Text("SecretAccessKey"), Text("SessionToken")));
    }

    // The emulator reads account, region and service from the scope and does not verify the signature.
    private async Task<string> SendAsync(string service, HttpMethod method, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, new Uri(url, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256",
            $"Credential={key.AccessKey}/20260101/{Region}/{service}/aws4_request, SignedHeaders=host, Signature=none");
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? body : throw new InvalidOperationException($"{service}: {(int)answer.StatusCode} {body}");
    }
}
