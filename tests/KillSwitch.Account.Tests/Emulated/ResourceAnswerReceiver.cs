using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>Takes what a custom resource answers, as CloudFormation would.</summary>
internal sealed class ResourceAnswerReceiver : IDisposable
{
    private readonly HttpListener _listener = new();

    public ResourceAnswerReceiver()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        Received = ReceiveAsync();
    }

    public Uri Url { get; }

    public Task<Answer> Received { get; }

    public void Dispose() => _listener.Close();

    private async Task<Answer> ReceiveAsync()
    {
        var context = await _listener.GetContextAsync();
        using var document = await JsonDocument.ParseAsync(context.Request.InputStream);
        context.Response.Close();
        var json = document.RootElement;
        return new Answer(
            json.GetProperty("Status").GetString()!,
            json.TryGetProperty("Reason", out var reason) ? reason.GetString()! : "",
            json.GetProperty("Data").TryGetProperty("logGroup", out var group) ? group.GetString()! : "");
    }

    internal sealed record Answer(string Status, string Reason, string LogGroup);
}
