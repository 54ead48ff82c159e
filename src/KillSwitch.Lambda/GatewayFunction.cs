using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Gateways;
using KillSwitch.Engine.Json;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>
/// Answers gateways at a function URL, from the ledger: which tags are stopped, and what each limit leaves. An answer has an ETag, and one
/// that is as it was is no answer but 304. Reads and changes nothing.
/// </summary>
internal sealed class GatewayFunction(JsonLog log, TimeProvider clock) : IFunction, IDisposable
{
    // Gateways ask every few seconds, each of them: stops are to be known at once, and what is left about.
    private static readonly TimeSpan StopsFresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RoomFresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PolicyFresh = TimeSpan.FromSeconds(15);

    private readonly Guard _guard = GuardEnvironment.Guard(clock);
    private PolicyInForce? _policy;
    private RuleBook _rules = new(new Policy());
    private GatewayView _view = new([], []);
    private DateTimeOffset _stopsAt = DateTimeOffset.MinValue;
    private DateTimeOffset _roomAt = DateTimeOffset.MinValue;

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation)
    {
        var request = UrlRequest.Parse(invoked.Payload);
        if (request.Method is not ("GET" or "HEAD"))
            return Answer(405, """{"error":"only GET is answered"}""", etag: null);
        await RefreshAsync(cancellation);
        // A gateway goes on by what it knew: nobody is let go because the policy cannot be read.
        if (!_policy!.IsKnown)
            return Answer(503, """{"error":"the policy in force cannot be read"}""", etag: null);
        var view = request.Tag is { } tag
            ? new GatewayView([.. _view.Stops.Where(stop => stop.Denied.Name == tag)], [.. _view.Room.Where(room => room.Tag.Name == tag)])
            : _view;
        var body = GatewayJson.Write(view, _guard.Place.Account, _guard.Place.Stack);
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))[..12])}\"";
        return EntityTags.Has(request.IfNoneMatch, etag) ? Answer(304, "", etag) : Answer(200, body, etag);
    }

    public ValueTask IdleAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public void Dispose() => _guard.Dispose();

    private async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        _policy ??= new PolicyInForce(_guard.Policies, clock);
        if (await _policy.RefreshAsync(PolicyFresh, cancellation))
        {
            _rules = new RuleBook(_policy.Policy);
            _roomAt = DateTimeOffset.MinValue;
        }

        if (_policy.Problem is { } problem)
            log.PolicyInvalid(problem);
        if (now - _stopsAt >= StopsFresh)
        {
            _view = _view with { Stops = await GatewayView.StopsAsync(_guard.Ports, _rules, now, cancellation) };
            _stopsAt = now;
        }

        if (now - _roomAt >= RoomFresh)
        {
            _view = _view with { Room = await GatewayView.RoomAsync(_guard.Ports, _rules, now, cancellation) };
            _roomAt = now;
        }
    }

    private static ReadOnlyMemory<byte> Answer(int status, string body, string? etag) => Encoding.UTF8.GetBytes(JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("statusCode", status);
        json.WriteStartObject("headers");
        json.WriteString("content-type", "application/json");
        json.WriteString("cache-control", "no-cache");
        if (etag is not null)
            json.WriteString("etag", etag);
        json.WriteEndObject();
        json.WriteString("body", body);
        json.WriteEndObject();
    }));

    /// <summary>What a function URL hands on of a request, in its format 2.0.</summary>
    /// <param name="Tag">The stop's name that is asked for, <c>tag:team=payments</c>; null for all.</param>
    /// <param name="IfNoneMatch">The ETags that the gateway has; null for none.</param>
    private sealed record UrlRequest(string Method, string? Tag, string? IfNoneMatch)
    {
        /// <exception cref="JsonException">It is none.</exception>
        public static UrlRequest Parse(ReadOnlyMemory<byte> payload)
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            var method = root.TryGetProperty("requestContext", out var context) && context.TryGetProperty("http", out var http)
                && http.TryGetProperty("method", out var verb) ? verb.GetString() : null;
            var tag = root.TryGetProperty("queryStringParameters", out var query) && query.ValueKind == JsonValueKind.Object
                && query.TryGetProperty("tag", out var wanted) ? wanted.GetString() : null;
            var match = root.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object
                && headers.TryGetProperty("if-none-match", out var held) ? held.GetString() : null;
            return new(
                method ?? throw new JsonException("this is no request of a function URL"),
                tag is null ? null : Core.Stops.StopTarget.Tag.Prefix + tag,
                match);
        }
    }
}
