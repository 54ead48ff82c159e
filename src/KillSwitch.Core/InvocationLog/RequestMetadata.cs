using System.Text.Json;

namespace KillSwitch.Core.InvocationLog;

/// <summary>Reads the tags that a caller gave with a call.</summary>
internal static class RequestMetadata
{
    /// <summary>
    /// Null when a key or value is not UTF-8. A number or truth value is kept as its text; of a key met twice the last value stands.
    /// Throws <see cref="JsonException"/>.
    /// </summary>
    public static Dictionary<string, string>? Parse(ReadOnlySpan<byte> json)
    {
        var tags = new Dictionary<string, string>();
        var cursor = new JsonCursor(json);
        cursor.Read();
        while (cursor.ReadName())
        {
            var key = TextList.Text(cursor);
            cursor.ReadValue();
            var value = cursor.Token is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
                ? TextList.Text(cursor)
                : "";
            if (key is null || value is null)
                return null;
            if (value.Length > 0)
                tags[key] = value;
            cursor.SkipContainer();
        }

        return tags;
    }
}
