using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KillSwitch.EmulatedAccount;

/// <summary>A REST service on this machine that answers by method and path; what it was not given is not there.</summary>
public sealed class RoutedService : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, (int Status, string Body, string? Error)> _answers = new(StringComparer.Ordinal);

    public RoutedService()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Url { get; }

    /// <summary>Called with each route before it is answered.</summary>
    public Action<string>? Answering { get; set; }

    /// <summary>What was asked: <c>GET /things/a%2Fb?next=1</c>; of a service with one path, the target and the body.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <param name="route"><c>GET /things/arn:aws:x/y</c>: the path as it is meant, and its query if it has one; or a target.</param>
    /// <param name="body">JSON.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="error">The type of error.</param>
    public void Put(string route, string body, int status = 200, string? error = null) => _answers[route] = (status, body, error);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var target = context.Request.Headers["X-Amz-Target"];
            Asked.Enqueue(target is null ? $"{context.Request.HttpMethod} {context.Request.RawUrl}" : $"{target} {body}");
            var route = target ?? $"{context.Request.HttpMethod} {Uri.UnescapeDataString(context.Request.RawUrl!)}";
            Answering?.Invoke(route);
            var (status, answer, type) = _answers.TryGetValue(route, out var given)
                ? given
                : (404, """{"message":"there is none"}""", "ResourceNotFoundException");
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            if (type is not null)
                context.Response.Headers["x-amzn-ErrorType"] = type;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }
    }
}
