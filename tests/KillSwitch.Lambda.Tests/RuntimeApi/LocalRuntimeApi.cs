using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace KillSwitch.Lambda.Tests.RuntimeApi;

/// <summary>
/// Plays the Lambda Runtime API (version 2018-06-01) on a free local port, for a loop in this process or for a packaged
/// bootstrap in its own: events go in by <c>EnqueueAsync</c>, answers come out of the task that it returns. It hands an
/// event out once; who wants Lambda's retries enqueues again.
/// </summary>
public sealed class LocalRuntimeApi : IAsyncDisposable
{
    private const string Version = "/2018-06-01/runtime/";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<Event> _events = Channel.CreateUnbounded<Event>();
    private readonly ConcurrentDictionary<string, Event> _unanswered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HttpStatusCode> _refusals = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly TaskCompletionSource<Answer> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<TcpClient, Task> _connections = new();
    private readonly Task _accepting;
    private int _asked;

    private LocalRuntimeApi()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What the environment variable <c>AWS_LAMBDA_RUNTIME_API</c> is set to: host and port.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>How many times the next event was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Every request, as method and path, in order.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>Ends when the function reports that it could not start.</summary>
    public Task<Answer> InitError => _initError.Task;

    /// <summary>How long each post of an answer waits for its own answer.</summary>
    public TimeSpan HoldPosts { get; set; }

    /// <summary>
    /// How long an answer is waited for, before <c>EnqueueAsync</c> throws a <see cref="TimeoutException"/>; a minute by default.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    public static LocalRuntimeApi Start() => new();

    /// <summary>Refuses each request whose path ends so: <c>next</c>, <c>response</c>, <c>error</c>.</summary>
    public void Refuse(string pathEnd, HttpStatusCode status) => _refusals[pathEnd] = status;

    /// <summary>Hands out one event. Ends with the function's answer, an error or not.</summary>
    /// <param name="deadline">A minute from now when null.</param>
    /// <param name="traceId">The X-Ray header; left out when null.</param>
    public async Task<Answer> EnqueueAsync(
        ReadOnlyMemory<byte> payload,
        DateTimeOffset? deadline = null,
        string? traceId = null,
        string functionArn = "arn:aws:lambda:us-east-1:123456789012:function:local",
        string? requestId = null)
    {
        var handed = new Event(
            requestId ?? Guid.NewGuid().ToString(), payload, deadline ?? DateTimeOffset.UtcNow.AddMinutes(1), traceId, functionArn);
        _unanswered[handed.RequestId] = handed;
        await _events.Writer.WriteAsync(handed, _closing.Token);
        return await handed.Answered.Task.WaitAsync(Patience, _closing.Token);
    }

    /// <summary>The same, for an event that is text.</summary>
    public Task<Answer> EnqueueAsync(string payload, DateTimeOffset? deadline = null, string? traceId = null) =>
        EnqueueAsync(Encoding.UTF8.GetBytes(payload), deadline, traceId);

    /// <summary>Ends when the next event was asked for so many times in all: the function is idle, or has been.</summary>
    public async Task WhenAskedAsync(int times, TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        while (Asked < times)
            await Task.Delay(5, late.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
            return;
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                client.NoDelay = true;
                _connections[client] = ServeAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var _buffer = new RequestBuffer(stream);
                while (await _buffer.ReadAsync(_closing.Token) is { } request)
                    await AnswerAsync(client.Client, stream, request);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The function ended, or the test did.
        }
    }

    private async Task AnswerAsync(Socket socket, NetworkStream stream, Request request)
    {
        _calls.Enqueue($"{request.Method} {request.Path}");
        var last = request.Path[(request.Path.LastIndexOf('/') + 1)..];
        if (last == "next")
            Interlocked.Increment(ref _asked);
        if (_refusals.TryGetValue(last, out var refusal))
            await WriteAsync(stream, refusal, [], "{\"errorMessage\":\"refused\",\"errorType\":\"Refused\"}"u8.ToArray());
        else if (request is { Method: "GET", Path: Version + "invocation/next" })
            await HandOutAsync(socket, stream);
        else if (request is { Method: "POST", Path: Version + "init/error" })
            await TakeAsync(stream, _initError, Answer.Of("", isError: true, request));
        else if (request.Method == "POST" && Invocation(request.Path) is var (id, isError) && _unanswered.TryRemove(id, out var handed))
            await TakeAsync(stream, handed.Answered, Answer.Of(id, isError, request));
        else
            await WriteAsync(stream, HttpStatusCode.BadRequest, [], default);
    }

    private async Task HandOutAsync(Socket socket, NetworkStream stream)
    {
        Event? handed;
        do
        {
            await _events.Reader.WaitToReadAsync(_closing.Token);
            // A function that ended while it waited takes no event with it.
            if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0)
                throw new IOException("the function is gone");
        }
        while (!_events.Reader.TryRead(out handed));

        var headers = new List<(string, string)>
        {
            ("Lambda-Runtime-Aws-Request-Id", handed.RequestId),
            ("Lambda-Runtime-Deadline-Ms", handed.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            ("Lambda-Runtime-Invoked-Function-Arn", handed.FunctionArn),
        };
        if (handed.TraceId is { } trace)
            headers.Add(("Lambda-Runtime-Trace-Id", trace));
        await WriteAsync(stream, HttpStatusCode.OK, headers, handed.Payload);
    }

    private async Task TakeAsync(NetworkStream stream, TaskCompletionSource<Answer> completion, Answer answer)
    {
        if (HoldPosts > TimeSpan.Zero)
            await Task.Delay(HoldPosts, _closing.Token);
        await WriteAsync(stream, HttpStatusCode.Accepted, [], "{\"status\":\"OK\"}"u8.ToArray());
        completion.TrySetResult(answer);
    }

    private static (string Id, bool IsError)? Invocation(string path) => path.Split('/') switch
    {
        ["", "2018-06-01", "runtime", "invocation", var id, "response"] => (Uri.UnescapeDataString(id), false),
        ["", "2018-06-01", "runtime", "invocation", var id, "error"] => (Uri.UnescapeDataString(id), true),
        _ => null,
    };

    private async Task WriteAsync(
        NetworkStream stream, HttpStatusCode status, IReadOnlyList<(string Name, string Value)> headers, ReadOnlyMemory<byte> body)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)status} {status}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        foreach (var (name, value) in headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), _closing.Token);
        await stream.WriteAsync(body, _closing.Token);
    }

    /// <summary>What a function posted.</summary>
    /// <param name="RequestId">Empty for an init error.</param>
    /// <param name="ErrorType">The header <c>Lambda-Runtime-Function-Error-Type</c>; null on a response.</param>
    public sealed record Answer(string RequestId, bool IsError, string? ErrorType, ReadOnlyMemory<byte> Body)
    {
        public string Text => Encoding.UTF8.GetString(Body.Span);

        internal static Answer Of(string requestId, bool isError, Request request) =>
            new(requestId, isError, request.Headers.GetValueOrDefault("lambda-runtime-function-error-type"), request.Body);

        /// <summary>The body as JSON.</summary>
        public JsonElement Json()
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
    }

    internal sealed record Request(string Method, string Path, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

    private sealed record Event(
        string RequestId, ReadOnlyMemory<byte> Payload, DateTimeOffset Deadline, string? TraceId, string FunctionArn)
    {
        public TaskCompletionSource<Answer> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Reads requests off one connection that is kept alive.</summary>
    private sealed class RequestBuffer(NetworkStream stream)
    {
        private byte[] _buffer = new byte[16 * 1024];
        private int _length;

        /// <summary>Null when the connection ended between requests.</summary>
        public async Task<Request?> ReadAsync(CancellationToken cancellation)
        {
            int end;
            while ((end = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8)) < 0)
            {
                if (!await MoreAsync(cancellation))
                    return _length == 0 ? null : throw new IOException("the connection ended within a request");
            }

            var lines = Encoding.ASCII.GetString(_buffer, 0, end).Split("\r\n");
            var headers = lines[1..]
                .Select(line => line.Split(':', 2))
                .ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1].Trim(), StringComparer.Ordinal);
            if (headers.ContainsKey("transfer-encoding"))
                throw new IOException("only bodies of a stated length are read");
            var body = int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture);
            var whole = end + 4 + body;
            while (_length < whole)
            {
                if (!await MoreAsync(cancellation))
                    throw new IOException("the connection ended within a body");
            }

            var request = lines[0].Split(' ');
            var read = new Request(request[0], request[1], headers, _buffer.AsMemory(end + 4, body).ToArray());
            _buffer.AsSpan(whole, _length - whole).CopyTo(_buffer);
            _length -= whole;
            return read;
        }

        private async Task<bool> MoreAsync(CancellationToken cancellation)
        {
            if (_length == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellation);
            _length += read;
            return read > 0;
        }
    }
}
