using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KillSwitch.Cli.Tests.Caching.Live;

/// <summary>What a layer does to the cache, or what is wrong with it.</summary>
internal enum Behaviour
{
    Honours,
    DropsCacheControl,
    AltersPrompt,
    CutsPrompt,
    HidesFigures,
    HidesWrites,
    WantsKey,
    HasNoSuchModel,
    AnswersHtml,
    AnswersWithoutUsage,
    NeverAnswers,
    PointsElsewhere,
}

/// <summary>A real HTTP server on this machine that speaks chat completions and Converse, before a model with a prompt cache.</summary>
internal sealed class CachingServer : IDisposable
{
    public const string Key = "sk-the-right-one";

    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly PrefixCache _cache;
    private readonly Behaviour _behaviour;
    private int _calls;

    public CachingServer(Behaviour behaviour, PrefixCache? cache = null)
    {
        (_behaviour, _cache) = (behaviour, cache ?? new PrefixCache());
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    public List<(string Path, string? Authorization, JsonNode Body)> Asked { get; } = [];

    public void Dispose()
    {
        ((IDisposable)_listener).Dispose();
        _serving.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var context = await _listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            var body = JsonNode.Parse(await reader.ReadToEndAsync())!;
            Asked.Add((context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], body));
            if (_behaviour == Behaviour.NeverAnswers)
                continue;
            var (status, text) = Answer(context.Request, body);
            if (_behaviour == Behaviour.PointsElsewhere)
                context.Response.RedirectLocation = Url + "/elsewhere";
            var bytes = Encoding.UTF8.GetBytes(text);
            context.Response.StatusCode = status;
            context.Response.ContentType = text.StartsWith('<') ? "text/html" : "application/json";
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }

    private (int Status, string Text) Answer(HttpListenerRequest request, JsonNode body)
    {
        var path = request.Url!.AbsolutePath;
        return _behaviour switch
        {
            Behaviour.WantsKey when request.Headers["Authorization"] != "Bearer " + Key =>
                (401, """{"error":{"message":"no valid key"}}"""),
            Behaviour.HasNoSuchModel => (404, """{"error":{"message":"no such model"}}"""),
            Behaviour.AnswersHtml => (200, "<html>\u001b[31mlog in"),
            Behaviour.AnswersWithoutUsage => (200, """{"id":"1","choices":[]}"""),
            Behaviour.PointsElsewhere => (302, ""),
            _ when path == "/v1/chat/completions" => (200, ChatCompletion(body)),
            _ when path.StartsWith("/model/", StringComparison.Ordinal) && path.EndsWith("/converse", StringComparison.Ordinal) =>
                (200, Converse(body)),
            _ => (404, """{"message":"no such path"}"""),
        };
    }

    private string ChatCompletion(JsonNode body)
    {
        var (before, behind, isMarked) = ("", "", false);
        foreach (var part in body["messages"]!.AsArray().SelectMany(message => message!["content"]!.AsArray()))
        {
            if (isMarked)
                behind += part!["text"];
            else
                before += part!["text"];
            isMarked |= part["cache_control"]?["type"]?.GetValue<string>() == "ephemeral";
        }

        var (input, read, written) = Serve(isMarked ? before : null, isMarked ? behind : before + behind);
        var usage = new JsonObject { ["prompt_tokens"] = input + read + written, ["completion_tokens"] = 1 };
        if (_behaviour != Behaviour.HidesFigures)
        {
            usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = read };
            if (_behaviour != Behaviour.HidesWrites)
                (usage["cache_read_input_tokens"], usage["cache_creation_input_tokens"]) = (read, written);
        }

        return new JsonObject { ["id"] = "1", ["choices"] = new JsonArray(), ["usage"] = usage }.ToJsonString();
    }

    private string Converse(JsonNode body)
    {
        var system = body["system"]!.AsArray();
        var prefix = system.Any(block => block!["cachePoint"]?["type"]?.GetValue<string>() == "default")
            ? system[0]!["text"]!.GetValue<string>()
            : null;
        var (input, read, written) = Serve(prefix, body["messages"]![0]!["content"]![0]!["text"]!.GetValue<string>());
        return JsonSerializer.Serialize(new
        {
            output = new { message = new { role = "assistant", content = new[] { new { text = "yes" } } } },
            stopReason = "end_turn",
            usage = new
            {
                inputTokens = input,
                outputTokens = 1,
                totalTokens = input + read + written
                + 1,
                cacheReadInputTokens = read,
                cacheWriteInputTokens = written
            },
        });
    }

    private (int Input, int Read, int Written) Serve(string? prefix, string rest) => _behaviour switch
    {
        Behaviour.DropsCacheControl => _cache.Serve(null, prefix + rest),
        Behaviour.AltersPrompt => _cache.Serve($"Now it is {Interlocked.Increment(ref _calls)}. {prefix}", rest),
        Behaviour.CutsPrompt => _cache.Serve(prefix?[..(prefix.Length / 4)], rest),
        _ => _cache.Serve(prefix, rest),
    };
}
