using System.Text.Json;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Backfill;

/// <summary>Orders and answers as the watch hands them to runs of itself; moments are in milliseconds since 1970.</summary>
public static class SpanOrderJson
{
    private const string Member = "fillSpan";

    public static string Write(SpanOrder order) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject(Member);
        json.WriteString("region", order.Region);
        json.WriteNumber("from", order.From.ToUnixTimeMilliseconds());
        json.WriteNumber("to", order.To.ToUnixTimeMilliseconds());
        json.WriteBoolean("isWhole", order.IsWhole);
        json.WriteNumber("until", order.Until.ToUnixTimeMilliseconds());
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Null for any other event.</summary>
    /// <exception cref="JsonException">It is no JSON, or an order that cannot be read.</exception>
    public static SpanOrder? Read(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
            return null;
        using var document = JsonDocument.Parse(payload);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(Member, out var order))
            return null;
        try
        {
            return new SpanOrder(
                order.GetProperty("region").GetString() ?? "", Moment(order, "from"), Moment(order, "to"),
                order.GetProperty("isWhole").GetBoolean(), Moment(order, "until"));
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException($"`{Member}` is no order: {error.Message}", error);
        }
    }

    public static string Write(SpanAnswer answer) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("reached", answer.Reached.ToUnixTimeMilliseconds());
        json.WriteNumber("counted", answer.Counted);
        json.WriteNumber("damaged", answer.Damaged);
        json.WriteEndObject();
    });

    /// <exception cref="IOException">It is no answer: the worker says why, where it can.</exception>
    public static SpanAnswer ReadAnswer(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var answer = document.RootElement;
            if (answer.TryGetProperty("errorMessage", out var error))
                throw new IOException($"a worker of the backfill failed: {error.GetString()}");
            return new SpanAnswer(
                Moment(answer, "reached"), answer.GetProperty("counted").GetInt32(), answer.GetProperty("damaged").GetInt32());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            throw new IOException($"a worker of the backfill gave no answer that can be read: {error.Message}", error);
        }
    }

    private static DateTimeOffset Moment(JsonElement from, string name) =>
        DateTimeOffset.FromUnixTimeMilliseconds(from.GetProperty(name).GetInt64());
}
