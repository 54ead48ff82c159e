using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KillSwitch.EmulatedAccount;

/// <summary>An endpoint on this machine that answers with what it was given, in order, and keeps what it was asked.</summary>
public sealed class CannedService : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(HttpStatusCode Status, string Body)> _answers = new();

    private readonly string[] _otherwise;

    /// <param name="otherwise">Answers of success, in turn, when no other was given; the last one stays.</param>
    public CannedService(params string[] otherwise)
    {
        _otherwise = otherwise.Length > 0 ? otherwise : ["<EmptyResponse/>"];
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    public ConcurrentQueue<(string Authorization, string Body)> Requests { get; } = new();

    /// <summary>Requests that are refused with <c>NotFound</c>, by their body.</summary>
    public Func<string, bool> Refuses { get; set; } = _ => false;

    public CannedService Answer(HttpStatusCode status, string body)
    {
        _answers.Enqueue((status, body));
        return this;
    }

    /// <summary>An error of the query protocol.</summary>
    public CannedService Refuse(HttpStatusCode status, string code, string message = "no") => Answer(
        status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>");

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
            var asked = await reader.ReadToEndAsync();
            Requests.Enqueue((context.Request.Headers["Authorization"] ?? "", asked));
            if (Refuses(asked))
                Refuse(HttpStatusCode.NotFound, "NotFound");
            var (status, body) = _answers.TryDequeue(out var answer)
                ? answer
                : (HttpStatusCode.OK, _otherwise[Math.Min(Requests.Count, _otherwise.Length) - 1]);
            context.Response.StatusCode = (int)status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }
}
