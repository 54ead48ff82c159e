using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KillSwitch.Aws.Tests.Api;

/// <summary>A service that gives the answers it was told, in order, and keeps what it was asked.</summary>
internal sealed class ScriptedEndpoint : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public ScriptedEndpoint(params Answer[] answers)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync(answers);
    }

    public string Url { get; }

    public List<Asked> Requests { get; } = [];

    public void Dispose()
    {
        ((IDisposable)_listener).Dispose();
        _serving.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
    }

    private async Task ServeAsync(IReadOnlyList<Answer> answers)
    {
        foreach (var answer in answers)
        {
            var context = await _listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            Requests.Add(new Asked(
                context.Request.HttpMethod,
                context.Request.RawUrl ?? "",
                context.Request.Headers["Authorization"] ?? "",
                context.Request.Headers["X-Amz-Target"],
                await reader.ReadToEndAsync()));
            var body = Encoding.UTF8.GetBytes(answer.Body);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            context.Response.ContentLength64 = body.Length;
            if (answer.ErrorType is not null)
                context.Response.Headers["x-amzn-ErrorType"] = answer.ErrorType;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }

    internal sealed record Answer(int Status, string Body, string ContentType = "text/xml", string? ErrorType = null);

    internal sealed record Asked(string Method, string Path, string Authorization, string? Target, string Body);
}
