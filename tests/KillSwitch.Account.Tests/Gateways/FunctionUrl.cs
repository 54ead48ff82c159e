using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Gateways;

/// <summary>A function URL on this machine: hands requests on to the packaged program as Lambda does, one after another.</summary>
internal sealed class FunctionUrl : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly RunningFunction _function;

    public FunctionUrl(RunningFunction function)
    {
        _function = function;
        Port = FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}/");

    /// <summary>The status of each answer, and the request's headers.</summary>
    public ConcurrentQueue<(int Status, IReadOnlyDictionary<string, string> Headers)> Asked { get; } = new();

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

            var headers = context.Request.Headers.AllKeys.OfType<string>()
                .ToDictionary(name => name.ToLowerInvariant(), name => context.Request.Headers[name]!);
            var query = context.Request.QueryString;
            var answer = await _function.DeliverAsync(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
            {
                ["version"] = "2.0",
                ["rawPath"] = context.Request.Url!.AbsolutePath,
                ["rawQueryString"] = context.Request.Url.Query.TrimStart('?'),
                ["queryStringParameters"] = query.Count == 0
                    ? null
                    : query.AllKeys.OfType<string>().ToDictionary(key => key, key => query[key]),
                ["headers"] = headers,
                ["requestContext"] = new { http = new { method = context.Request.HttpMethod, path = context.Request.Url.AbsolutePath } },
            }));
            using var told = JsonDocument.Parse(
                answer.IsError ? """{"statusCode":502,"headers":{},"body":"Internal Server Error"}""" : answer.Text);
            var status = told.RootElement.GetProperty("statusCode").GetInt32();
            Asked.Enqueue((status, headers));
            context.Response.StatusCode = status;
            foreach (var header in told.RootElement.GetProperty("headers").EnumerateObject())
                context.Response.AddHeader(header.Name, header.Value.GetString()!);
            if (status != 304)
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(told.RootElement.GetProperty("body").GetString()!));
            context.Response.Close();
        }
    }
}
