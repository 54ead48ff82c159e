using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KillSwitch.Core.InvocationLog;

/// <summary>Reads the strings of a JSON array; whatever else it holds is left out.</summary>
internal static class TextList
{
    /// <summary>Null when a string is not UTF-8. Throws <see cref="JsonException"/>.</summary>
    public static IReadOnlyList<string>? Parse(ReadOnlySpan<byte> json)
    {
        var texts = new List<string>();
        var cursor = new JsonCursor(json);
        cursor.ReadValue();
        while (true)
        {
            cursor.ReadValue();
            if (cursor.Token == JsonTokenType.EndArray)
                return texts;
            if (cursor.Token != JsonTokenType.String)
                cursor.SkipContainer();
            else if (Text(cursor) is { } text)
                texts.Add(text);
            else
                return null;
        }
    }

    /// <summary>The current token's text, unescaped; null when it is not UTF-8.</summary>
    public static string? Text(in JsonCursor cursor)
    {
        if (!cursor.IsEscaped)
            return Utf8.IsValid(cursor.Bytes) ? Encoding.UTF8.GetString(cursor.Bytes) : null;
        var text = new byte[cursor.Bytes.Length];
        var length = JsonEscapes.Unescape(cursor.Bytes, text);
        return Utf8.IsValid(text.AsSpan(0, length)) ? Encoding.UTF8.GetString(text, 0, length) : null;
    }
}
