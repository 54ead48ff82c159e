using System.Text.Json;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>Reads a service's JSON; what is missing or null is null.</summary>
internal static class Json
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary>An answer without a body is an empty object.</summary>
    public static JsonDocument Parse(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return JsonDocument.Parse(bytes.Length == 0 ? Nothing : bytes.ToArray());
    }

    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    public static string? Text(this JsonElement element, string name) => element.Child(name) is { ValueKind: JsonValueKind.String } child ? child.GetString() : null;

    public static bool? Flag(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } child ? child.GetBoolean() : null;

    public static IEnumerable<JsonElement> Members(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Array } child ? child.EnumerateArray() : [];

    public static void Put(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    public static void Put(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
            json.WriteBoolean(name, flag);
    }
}
