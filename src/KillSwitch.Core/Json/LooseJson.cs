using System.Text;
using System.Text.Json;

namespace KillSwitch.Core.Json;

/// <summary>
/// Reads JSON that strangers had a hand in. Half of a surrogate pair and bytes that are no UTF-8, which .NET refuses to read as text once
/// it meets them, are made visible as <c>U+FFFD</c>: whoever writes them into a name hides nothing else.
/// </summary>
public static class LooseJson
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> utf8) => Parse(Encoding.UTF8.GetString(utf8));

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(string text) => JsonDocument.Parse(Mended(text));

    private static string Mended(string text)
    {
        if (!text.Contains("\\ud", StringComparison.OrdinalIgnoreCase) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;
        var mended = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var (unit, length) = UnitAt(text, i);
            var next = i + length < text.Length ? UnitAt(text, i + length) : default;
            var isPair = char.IsHighSurrogate(unit) && char.IsLowSurrogate(next.Unit);
            if (isPair)
                length += next.Length;
            if (char.IsSurrogate(unit) && !isPair)
                mended.Append('\uFFFD');
            else
                mended.Append(text, i, length);
            i += length;
        }

        return mended.ToString();
    }

    /// <summary>
    /// One UTF-16 unit of a surrogate, as it is or escaped, and how long it is written; for anything else how far to step.
    /// </summary>
    private static (char Unit, int Length) UnitAt(string text, int at)
    {
        if (text[at] != '\\')
            return (text[at], 1);
        return at + 5 < text.Length && text[at + 1] == 'u'
            && ushort.TryParse(text.AsSpan(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit)
            && char.IsSurrogate((char)unit)
            ? ((char)unit, 6)
            : ('\\', Math.Min(2, text.Length - at));
    }
}
