using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;

namespace KillSwitch.Lambda.Runtime;

/// <summary>The Lambda Runtime API, version 2018-06-01. Every refusal is a <see cref="RuntimeApiException"/>.</summary>
internal sealed class RuntimeApi : IDisposable
{
    /// <summary>Environment: host and port of the Runtime API.</summary>
    public const string AddressVariable = "AWS_LAMBDA_RUNTIME_API";

    private readonly HttpClient _http;

    /// <param name="address">Host and port.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns its handler.")]
    public RuntimeApi(string address)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        })
        {
            BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"),
            // The next event may be hours away.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<Invoked> NextAsync(CancellationToken cancellation)
    {
        using var response = await _http.GetAsync(Path("invocation/next"), HttpCompletionOption.ResponseHeadersRead, cancellation);
        Require(response, "next");
        var deadline = Header(response, "Lambda-Runtime-Deadline-Ms");
        if (!long.TryParse(deadline, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            throw new RuntimeApiException($"the Runtime API gave no deadline that can be read: `{deadline}`");
        }

        return new Invoked(
            Header(response, "Lambda-Runtime-Aws-Request-Id")
                ?? throw new RuntimeApiException("the Runtime API gave an event without a request id"),
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
            Header(response, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
            Header(response, "Lambda-Runtime-Trace-Id"),
            await response.Content.ReadAsByteArrayAsync(cancellation));
    }

    public Task RespondAsync(string requestId, ReadOnlyMemory<byte> response, CancellationToken cancellation) =>
        PostAsync($"invocation/{Uri.EscapeDataString(requestId)}/response", response, errorType: null, cancellation);

    public Task FailAsync(string requestId, Failure failure, CancellationToken cancellation) =>
        PostAsync($"invocation/{Uri.EscapeDataString(requestId)}/error", failure.ToJson(), failure.Type, cancellation);

    public Task FailInitAsync(Failure failure, CancellationToken cancellation) =>
        PostAsync("init/error", failure.ToJson(), failure.Type, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path, ReadOnlyMemory<byte> body, string? errorType, CancellationToken cancellation)
    {
        using var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path(path)) { Content = content };
        if (errorType is not null)
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        using var response = await _http.SendAsync(request, cancellation);
        Require(response, path);
    }

    private static void Require(HttpResponseMessage response, string call)
    {
        if (!response.IsSuccessStatusCode)
            throw new RuntimeApiException($"the Runtime API answered `{call}` with {(int)response.StatusCode}", response.StatusCode);
    }

    private static Uri Path(string relative) => new(relative, UriKind.Relative);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
