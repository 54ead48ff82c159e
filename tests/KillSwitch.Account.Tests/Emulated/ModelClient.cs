using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>Calls a model as an SDK does, signed by the caller's own key: the emulator holds it against the caller's policies.</summary>
internal sealed class ModelClient(Uri server) : IDisposable
{
    private const string Body = "{}";

    private readonly HttpClient _client = new();

    /// <summary>Whether the call gets through; any answer but that and a denied access is an exception.</summary>
    public async Task<bool> InvokesAsync(AccessKey key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/model/{Calls.Model}/invoke"))
        {
            Content = new StringContent(Body),
        };
        Sign(request, key, DateTimeOffset.UtcNow);
        using var answer = await _client.SendAsync(request);
        if (answer.IsSuccessStatusCode)
            return true;
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.Forbidden && text.Contains("AccessDenied", StringComparison.Ordinal)
            ? false
            : throw new InvalidOperationException($"{(int)answer.StatusCode} {text}");
    }

    public void Dispose() => _client.Dispose();

    private static void Sign(HttpRequestMessage request, AccessKey key, DateTimeOffset at)
    {
        var time = at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/us-east-1/bedrock/aws4_request";
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = request.RequestUri!.Authority,
            ["x-amz-date"] = time,
        };
        if (key.Session is { } session)
            headers["x-amz-security-token"] = session;
        var signed = string.Join(';', headers.Keys);
        var named = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        var canonical = $"POST\n{request.RequestUri.AbsolutePath}\n\n{named}\n{signed}\n{Hash(Body)}";
        var secret = Encoding.UTF8.GetBytes("AWS4" + key.Secret);
        foreach (var part in scope.Split('/'))
            secret = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part));
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}")));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={key.Id}/{scope}, SignedHeaders={signed}, Signature={signature}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
