using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>The account as its root key reaches it, while nobody is checked: any operation of any service, in milliseconds.</summary>
internal sealed class RawAccount(Uri server, string region = "us-east-1") : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = server };

    /// <summary>An operation of IAM, SNS or CloudWatch.</summary>
    public async Task<XElement> QueryAsync(string service, string version, string action, params (string Name, string Value)[] form)
    {
        using var content =
            new FormUrlEncodedContent(
            [.. form.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("Action", action), new("Version", version)]);
        return XElement.Parse(await SendAsync(service, HttpMethod.Post, "/", content));
    }

    /// <summary>An operation of a service that speaks JSON, by its target.</summary>
    public async Task<JsonElement> JsonAsync(string service, string target, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1");
        content.Headers.Add("X-Amz-Target", target);
        var answer = await SendAsync(service, HttpMethod.Post, "/", content);
        return answer.Length == 0 ? default : JsonElement.Parse(answer);
    }

    /// <summary>An operation of a service that speaks REST.</summary>
    public async Task<JsonElement> RestAsync(string service, HttpMethod method, string path, string body = "")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await SendAsync(service, method, path, content);
        return answer.StartsWith('{') ? JsonElement.Parse(answer) : default;
    }

    /// <summary>Records as Bedrock writes them into a log group of its region, where invocation logging goes from then on.</summary>
    public async Task LogAsync(string group, params IEnumerable<Invocation> calls)
    {
        const string stream = "aws/bedrock/modelinvocations";
        await JsonAsync("logs", "Logs_20140328.CreateLogGroup", $$"""{"logGroupName":"{{group}}"}""");
        await JsonAsync("logs", "Logs_20140328.CreateLogStream", $$"""{"logGroupName":"{{group}}","logStreamName":"{{stream}}"}""");
        await JsonAsync("logs", "Logs_20140328.PutLogEvents", JsonSerializer.Serialize(new
        {
            logGroupName = group,
            logStreamName = stream,
            logEvents = calls.OrderBy(call => call.Timestamp)
                .Select(call => new { timestamp = call.Timestamp.ToUnixTimeMilliseconds(), message = Calls.Record(call) }),
        }));
        await RestAsync("bedrock", HttpMethod.Put, "/logging/modelinvocations",
            $$$"""{"loggingConfig":{"cloudWatchConfig":{"logGroupName":"{{{group}}}","roleArn":"arn:aws:iam::123456789012:role/theirs"} } }""");
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> SendAsync(string service, HttpMethod method, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=test/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text
            : throw new InvalidOperationException($"{service} {path}: {(int)answer.StatusCode} {text}");
    }
}
