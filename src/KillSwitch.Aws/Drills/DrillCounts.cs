using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Amazon.Runtime.EventStreams;
using KillSwitch.Aws.Api.Raw;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>What an answer says that its call took, in the form of each operation; null where it says nothing.</summary>
internal static class DrillCounts
{
    private const string Metrics = "amazon-bedrock-invocationMetrics";

    /// <exception cref="FormatException">It is not what the operation answers.</exception>
    public static ReportedCounts? Of(DrillWay way, PostResponse answer) => way switch
    {
        DrillWay.Converse => OfConverse(Parse(answer.Body)),
        DrillWay.ConverseStream => Events(answer.Body).Select(OfConverse).LastOrDefault(counts => counts is not null),
        DrillWay.InvokeModel => OfInvoke(Parse(answer.Body), answer),
        DrillWay.InvokeModelWithResponseStream => Events(answer.Body).Select(Chunk).Select(OfMetrics)
            .LastOrDefault(counts => counts is not null),
        _ => OfChat(Parse(answer.Body)),
    };

    private static ReportedCounts? OfConverse(JsonElement body) => Member(body, "usage") is { } usage
        ? new ReportedCounts(
            Number(usage, "inputTokens"), Number(usage, "outputTokens"), Number(usage, "cacheReadInputTokens"),
            Number(usage, "cacheWriteInputTokens"))
        : null;

    // The header speaks of every model, and what was cached stands in the body.
    private static ReportedCounts? OfInvoke(JsonElement body, PostResponse answer)
    {
        var usage = Member(body, "usage");
        var input = Number(answer.InputTokenCount) ?? Number(usage, "input_tokens", "inputTokens", "prompt_tokens");
        var output = Number(answer.OutputTokenCount) ?? Number(usage, "output_tokens", "outputTokens", "completion_tokens");
        return input is null && output is null
            ? null
            : new ReportedCounts(
                input, output,
                Number(usage, "cache_read_input_tokens", "cacheReadInputTokenCount", "cacheReadInputTokens"),
                Number(usage, "cache_creation_input_tokens", "cacheWriteInputTokenCount", "cacheWriteInputTokens"));
    }

    private static ReportedCounts? OfMetrics(JsonElement chunk) => Member(chunk, Metrics) is { } metrics
        ? new ReportedCounts(
            Number(metrics, "inputTokenCount"), Number(metrics, "outputTokenCount"), Number(metrics, "cacheReadInputTokenCount"),
            Number(metrics, "cacheWriteInputTokenCount"))
        : null;

    // What was cached is within the prompt's tokens there.
    private static ReportedCounts? OfChat(JsonElement body)
    {
        if (Member(body, "usage") is not { } usage)
            return null;
        var cached = Number(Member(usage, "prompt_tokens_details"), "cached_tokens");
        return new ReportedCounts(Number(usage, "prompt_tokens") - (cached ?? 0), Number(usage, "completion_tokens"), cached);
    }

    private static JsonElement Chunk(JsonElement payload) => Member(payload, "bytes") is { ValueKind: JsonValueKind.String } bytes
        ? Parse(bytes.GetBytesFromBase64())
        : payload;

    // A message begins with its own length.
    private static IEnumerable<JsonElement> Events(byte[] stream)
    {
        for (var at = 0; at < stream.Length;)
        {
            var length = stream.Length - at < sizeof(int) ? 0 : BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(at));
            if (length <= 0 || length > stream.Length - at)
                throw new FormatException("the stream broke off");
            // The SDK reckons a checksum from the beginning of the buffer.
            var message = EventStreamMessage.FromBuffer(stream[at..(at + length)], 0, length);
            at += length;
            if (message.Headers.TryGetValue(":message-type", out var type) && type.AsString() != "event")
                throw new FormatException($"the stream ended with `{Exception(message)}`");
            if (message.Payload is { Length: > 0 })
                yield return Parse(message.Payload);
        }
    }

    private static string Exception(EventStreamMessage message) =>
        message.Headers.TryGetValue(":exception-type", out var type) ? type.AsString() : "an error";

    private static JsonElement Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new FormatException("the answer is no JSON");
        }
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } one && one.TryGetProperty(name, out var child)
            && child.ValueKind != JsonValueKind.Null ? child : null;

    private static long? Number(JsonElement? parent, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Member(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count))
                return count;
        }

        return null;
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
