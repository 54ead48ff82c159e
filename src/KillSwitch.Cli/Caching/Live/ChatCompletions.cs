using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KillSwitch.Core.Caching.Probes;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>A gateway that speaks OpenAI's chat completions, with <c>cache_control</c> as LiteLLM takes it.</summary>
internal sealed class ChatCompletions : ILayerClient
{
    private const int LargestAnswer = 4 * 1024 * 1024;
    private const int LongestQuote = 160;

    // A key is for the host that was named, not for one that it points to.
    private readonly SocketsHttpHandler _connections = new() { AllowAutoRedirect = false };
    private readonly HttpClient _http;
    private readonly Layer _layer;

    public ChatCompletions(Layer layer, TimeSpan timeout)
    {
        _layer = layer;
        _http = new HttpClient(_connections) { Timeout = timeout, MaxResponseContentBufferSize = LargestAnswer };
        if (layer.Key is { } key)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<ProbeUsage> AskAsync(ProbePrompt prompt, string question, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(Body(prompt, question));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var answer = await _http.PostAsync(_layer.Address, body, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            return answer.IsSuccessStatusCode ? Usage(text) : throw Refused(answer.StatusCode, text);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UnansweredException(
                $"`{_layer.Address}` did not answer within {_http.Timeout.TotalSeconds:0} seconds; `--timeout` gives it longer");
        }
        catch (HttpRequestException error)
        {
            throw new UnansweredException($"`{_layer.Address}` could not be asked: {OneLine(error.Message)}");
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _connections.Dispose();
    }

    private byte[] Body(ProbePrompt prompt, string question)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", _layer.Model.Raw);
            json.WriteNumber("max_tokens", ProbePrompt.AnswerTokens);
            json.WriteBoolean("stream", false);
            json.WriteStartArray("messages");
            Message(json, "system", prompt.Long, isCached: true);
            Message(json, "user", question, isCached: false);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Message(Utf8JsonWriter json, string role, string text, bool isCached)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        if (isCached)
        {
            json.WriteStartObject("cache_control");
            json.WriteString("type", "ephemeral");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private ProbeUsage Usage(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return ReportedUsage.Read(document.RootElement)
                ?? throw new UnansweredException($"`{_layer.Address}` answered without a `usage` object, so that nothing can be told");
        }
        catch (JsonException)
        {
            throw new UnansweredException($"`{_layer.Address}` answered something that is not JSON: {Quoted(text)}");
        }
    }

    private UnansweredException Refused(HttpStatusCode status, string text) =>
        new($"`{_layer.Address}` said {(int)status}: " + status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => _layer.Key is null
                ? "it wants a key; name the environment variable that holds it with `--api-key-env`"
                : $"it does not take the key: {Quoted(text)}",
            HttpStatusCode.NotFound => $"there is no such path, or no model `{PlainText.Of(_layer.Model.Raw)}`: {Quoted(text)}",
            >= (HttpStatusCode)300 and < (HttpStatusCode)400 => "it points elsewhere; give the address that it points to",
            _ => Quoted(text),
        });

    private static string Quoted(string text)
    {
        var line = OneLine(text);
        return line.Length == 0 ? "nothing" : $"`{(line.Length <= LongestQuote ? line : line[..LongestQuote] + "…")}`";
    }

    // The text is a stranger's: it may be long, and may steer a terminal.
    private static string OneLine(string text) =>
        PlainText.Of(string.Join(
            ' ', text[..Math.Min(text.Length, 4 * LongestQuote)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).TrimEnd('.');
}
