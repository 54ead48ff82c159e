using System.Text;

namespace KillSwitch.Core.InvocationLog;

/// <summary>Undoes the escapes of one JSON string.</summary>
internal static class JsonEscapes
{
    /// <summary>
    /// Writes the text that <paramref name="escaped"/> stands for; never longer than it. What is no escape is kept as it is,
    /// and a lone surrogate becomes bytes that are no UTF-8: whoever reads the value finds both.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> text)
    {
        var written = 0;
        while (true)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0 || plain == escaped.Length - 1)
            {
                escaped.CopyTo(text[written..]);
                return written + escaped.Length;
            }

            escaped[..plain].CopyTo(text[written..]);
            written += plain;
            escaped = escaped[plain..];
            escaped = escaped[UnescapeOne(escaped, text, ref written)..];
        }
    }

    /// <summary>Reads four hexadecimal digits.</summary>
    public static bool TryReadHex(ReadOnlySpan<byte> text, int at, out int unit)
    {
        unit = 0;
        if (text.Length - at < 4)
            return false;
        foreach (var digit in text.Slice(at, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
            unit = unit << 4 | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return true;
    }

    private static int UnescapeOne(ReadOnlySpan<byte> escape, Span<byte> text, ref int written)
    {
        switch (escape[1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                text[written++] = escape[1];
                return 2;
            case (byte)'b':
                text[written++] = (byte)'\b';
                return 2;
            case (byte)'f':
                text[written++] = (byte)'\f';
                return 2;
            case (byte)'n':
                text[written++] = (byte)'\n';
                return 2;
            case (byte)'r':
                text[written++] = (byte)'\r';
                return 2;
            case (byte)'t':
                text[written++] = (byte)'\t';
                return 2;
            case (byte)'u' when TryReadHex(escape, 2, out var unit):
                return UnescapeUnit(escape, unit, text, ref written);
            default:
                text[written++] = (byte)'\\';
                text[written++] = escape[1];
                return 2;
        }
    }

    private static int UnescapeUnit(ReadOnlySpan<byte> escape, int unit, Span<byte> text, ref int written)
    {
        var used = 6;
        if (char.IsHighSurrogate((char)unit) && escape[6..].StartsWith("\\u"u8)
            && TryReadHex(escape, 8, out var low) && char.IsLowSurrogate((char)low))
        {
            unit = char.ConvertToUtf32((char)unit, (char)low);
            used = 12;
        }

        if (Rune.TryCreate(unit, out var rune))
        {
            written += rune.EncodeToUtf8(text[written..]);
            return used;
        }

        text[written++] = (byte)(0xE0 | unit >> 12);
        text[written++] = (byte)(0x80 | unit >> 6 & 0x3F);
        text[written++] = (byte)(0x80 | unit & 0x3F);
        return used;
    }
}
