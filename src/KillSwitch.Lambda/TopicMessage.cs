using System.Text.Json;

namespace KillSwitch.Lambda;

/// <summary>One message as SNS delivers it to a function.</summary>
/// <param name="Topic">The ARN of the topic; empty where the event does not say.</param>
/// <param name="Text">What was published; empty where it is no text.</param>
internal sealed record TopicMessage(string Topic, string Text)
{
    /// <summary>Every record of the event, readable or not: none is dropped.</summary>
    /// <exception cref="JsonException">It is no event of SNS.</exception>
    public static IReadOnlyList<TopicMessage> All(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("Records", out var records)
            && records.ValueKind == JsonValueKind.Array
            ? [.. records.EnumerateArray().Select(Of)]
            : throw new JsonException("`Records` is missing: this is no event of SNS");
    }

    private static TopicMessage Of(JsonElement record)
    {
        var sns = record.ValueKind == JsonValueKind.Object && record.TryGetProperty("Sns", out var member) ? member : default;
        return new TopicMessage(Member(sns, "TopicArn"), Member(sns, "Message"));
    }

    private static string Member(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.String)
        {
            return "";
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: it is no text.
            return "";
        }
    }
}
