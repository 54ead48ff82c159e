using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// Stands between a program and the emulator: keeps what was asked, in order, refuses what a test wants refused, and lets one
/// request through at a time, as the emulator's transactions need.
/// </summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri _target;

    public CountingProxy(Uri target)
    {
        _target = target;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public Uri Url { get; }

    /// <summary>The operations that were asked for: <c>DynamoDB_20120810.TransactWriteItems</c>, <c>AttachRolePolicy</c>.</summary>
    public ConcurrentQueue<string> Operations { get; } = new();

    /// <summary>What was published to people and programs, as the fields of the form.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Published { get; } = new();

    /// <summary>What was published to chat channels.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Chatted { get; } = new();

    /// <summary>
    /// What is answered in the emulator's place, as JSON, by the operation and what it was asked; null for the emulator's own answer.
    /// </summary>
    public Func<string, Uri, string?>? Instead { get; set; }

    /// <summary>Where the emulator knows a path by another spelling.</summary>
    public Func<string, string> Respell { get; set; } = path => path;

    /// <summary>An operation that is refused as IAM would; null for none.</summary>
    public string? Refused { get; set; }

    /// <summary>An operation that never reaches the account and is never answered; null for none.</summary>
    public string? Held { get; set; }

    /// <summary>Ends when the held operation is asked for.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Answers what the emulator does not know, given the fields of the form; null for what it does.</summary>
    public Func<IReadOnlyDictionary<string, string>, string?>? Own { get; set; }

    /// <summary>
    /// The access key that calls to Organizations are made with instead of their own, as the emulator knows no delegation; null for their
    /// own.
    /// </summary>
    public string? OrganizationsKey { get; set; }

    /// <summary>What stands in place of the emulator's answer, by operation and answer; null for what it said.</summary>
    public Func<string, byte[], byte[]>? Rewritten { get; set; }

    /// <summary>Hears what the emulator was asked and answered: operation, request, answer.</summary>
    public Action<string, byte[], byte[]>? Heard { get; set; }

    public void Dispose()
    {
        _listener.Close();
        _client.Dispose();
        _turn.Dispose();
    }

    private async Task AcceptAsync()
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

            _ = Task.Run(() => ServeAsync(context));
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var operation = Operation(context.Request, body.ToArray());
        Operations.Enqueue(operation);
        if (operation == "Publish")
            (Fields(body.ToArray()) is var fields && fields.ContainsKey("MessageStructure") ? Published : Chatted).Enqueue(fields);
        if (operation == Held)
        {
            _reached.TrySetResult();
            return;
        }

        if (operation == Refused)
        {
            await AnswerAsync(context, HttpStatusCode.Forbidden, "text/xml", Encoding.UTF8.GetBytes(
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: "
                    + "iam:AttachRolePolicy</Message></Error></ErrorResponse>"));
            return;
        }

        if (Own is { } own && context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) == true
            && own(Fields(body.ToArray())) is { } answered)
        {
            var isRefusal = answered.StartsWith("<ErrorResponse", StringComparison.Ordinal);
            await AnswerAsync(
                context, isRefusal ? HttpStatusCode.Conflict : HttpStatusCode.OK, "text/xml", Encoding.UTF8.GetBytes(answered));
            return;
        }

        if (Instead?.Invoke(operation, context.Request.Url!) is { } instead)
        {
            await AnswerAsync(context, HttpStatusCode.OK, "application/json", Encoding.UTF8.GetBytes(instead));
            return;
        }

        await _turn.WaitAsync();
        try
        {
            using var request =
                new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), new Uri(_target, Respell(context.Request.RawUrl!)));
            if (body.Length > 0)
                request.Content = new ByteArrayContent(body.ToArray());
            foreach (var name in context.Request.Headers.AllKeys.OfType<string>())
            {
                // The signature covers the host that the program asked.
                if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
                    request.Headers.Host = context.Request.Headers[name];
                else if (!request.Headers.TryAddWithoutValidation(name, Delegated(operation, name, context.Request.Headers[name])))
                    request.Content?.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
            }

            using var answer = await _client.SendAsync(request);
            var type = answer.Content.Headers.ContentType?.ToString() ?? "application/octet-stream";
            foreach (var header in answer.Headers.Where(header => header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase)))
                context.Response.Headers[header.Key] = string.Join(',', header.Value);
            var whole = await answer.Content.ReadAsByteArrayAsync();
            Heard?.Invoke(operation, body.ToArray(), whole);
            await AnswerAsync(context, answer.StatusCode, type, Rewritten?.Invoke(operation, whole) ?? whole);
        }
        finally
        {
            _turn.Release();
        }
    }

    // The emulator tells accounts apart by the key, and does not verify the signature.
    private string? Delegated(string operation, string name, string? value) =>
        OrganizationsKey is { } key && value is not null && operation.StartsWith("AWSOrganizations", StringComparison.Ordinal)
            && name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            ? value[..(value.IndexOf('=', StringComparison.Ordinal) + 1)] + key + value[value.IndexOf('/', StringComparison.Ordinal)..]
            : value;

    private static async Task AnswerAsync(HttpListenerContext context, HttpStatusCode status, string type, byte[] body)
    {
        try
        {
            context.Response.StatusCode = (int)status;
            context.Response.ContentType = type;
            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
        catch (HttpListenerException)
        {
            // Who asked has gone.
        }
    }

    private static Dictionary<string, string> Fields(byte[] body) => Encoding.UTF8.GetString(body).Split('&')
        .Select(field => field.Split('=', 2))
        .ToDictionary(field => field[0], field => WebUtility.UrlDecode(field[1]));

    private static string Operation(HttpListenerRequest request, byte[] body)
    {
        if (request.Headers["X-Amz-Target"] is { } target)
            return target;
        var form = Encoding.UTF8.GetString(body);
        var action = form.Split('&').FirstOrDefault(field => field.StartsWith("Action=", StringComparison.Ordinal));
        return action is null ? $"{request.HttpMethod} {request.Url!.AbsolutePath}" : action["Action=".Length..];
    }
}
