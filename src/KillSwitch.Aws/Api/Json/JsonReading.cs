using System.Globalization;
using System.Text.Json;

namespace KillSwitch.Aws.Api.Json;

/// <summary>Members of an answer by name; null counts as missing, and a required one that is missing is an error.</summary>
internal static class JsonReading
{
    public static JsonElement? Child(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    public static string Text(this JsonElement parent, string name) =>
        parent.OptionalText(name) ?? throw new FormatException($"the answer has no `{name}`");

    public static string? OptionalText(this JsonElement parent, string name) => parent.Child(name)?.GetString();

    public static int? OptionalInt(this JsonElement parent, string name) => parent.Child(name)?.GetInt32();

    public static long? OptionalLong(this JsonElement parent, string name) => parent.Child(name)?.GetInt64();

    public static double? OptionalDouble(this JsonElement parent, string name) => parent.Child(name)?.GetDouble();

    /// <summary>From a number or, as amounts of money are sent, from a text.</summary>
    public static decimal? OptionalDecimal(this JsonElement parent, string name) => parent.Child(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => decimal.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture),
        { } number => number.GetDecimal(),
    };

    public static bool? OptionalBool(this JsonElement parent, string name) => parent.Child(name)?.GetBoolean();

    /// <summary>In UTC; seconds since 1970 with a fraction, or ISO 8601.</summary>
    public static DateTime? OptionalTime(this JsonElement parent, string name) => parent.Child(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } seconds => DateTime.UnixEpoch.AddSeconds(seconds.GetDouble()),
        { } text => DateTime.Parse(
            text.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
    };

    /// <summary>In UTC, from milliseconds since 1970.</summary>
    public static DateTime? OptionalMilliseconds(this JsonElement parent, string name) =>
        parent.OptionalLong(name) is { } milliseconds ? DateTime.UnixEpoch.AddMilliseconds(milliseconds) : null;

    public static T? Optional<T>(this JsonElement parent, string name, Func<JsonElement, T> read)
        where T : class => parent.Child(name) is { } child ? read(child) : null;

    public static List<T>? Members<T>(this JsonElement parent, string name, Func<JsonElement, T> read) =>
        parent.Child(name)?.EnumerateArray().Select(read).ToList();

    public static List<string>? Texts(this JsonElement parent, string name) => parent.Members(name, item => item.GetString() ?? "");
}
