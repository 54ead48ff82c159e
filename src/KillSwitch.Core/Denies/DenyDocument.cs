using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KillSwitch.Core.Denies;

/// <summary>A policy document of denies, as compact JSON.</summary>
public static class DenyDocument
{
    /// <summary>The characters that a managed policy may have, whitespace not counted.</summary>
    public const int MaximumLength = 6144;

    // A policy is no part of a page: an apostrophe stays one character of the 6,144.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(params ReadOnlySpan<DenyStatement> statements)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            foreach (var statement in statements)
                Write(json, statement);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, DenyStatement statement)
    {
        json.WriteStartObject();
        json.WriteString("Sid", statement.Sid);
        json.WriteString("Effect", "Deny");
        Write(json, statement.IsAllBut ? "NotAction" : "Action", statement.Actions);
        Write(json, "Resource", statement.Resources);
        if (statement.Condition is { } condition)
        {
            json.WriteStartObject("Condition");
            Write(json, condition);
            foreach (var also in statement.Also)
                Write(json, also);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DenyCondition condition)
    {
        json.WriteStartObject(condition.Operator);
        Write(json, condition.Key, condition.Values);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values is [var only])
        {
            json.WriteString(name, only);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
