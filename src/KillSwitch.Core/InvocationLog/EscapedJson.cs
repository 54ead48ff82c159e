using System.Numerics;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// The same for JSON that stands in a JSON string, as CloudWatch Logs delivers a record, without unescaping it first.
/// A quote after k backslashes ends the outer string when k is even, is one of the inner JSON's own quotes when k mod 4 is 1,
/// and stands inside one of its strings when k mod 4 is 3.
/// </summary>
internal static class EscapedJson
{
    /// <summary>
    /// The index past the bracket that closes the one at <paramref name="start"/>; -1 when the outer string ends first,
    /// or when an outer <c>\u</c> escape hides an ASCII character, which may be a quote or a bracket.
    /// </summary>
    public static int EndOfContainer(ReadOnlySpan<byte> text, int start)
    {
        var brackets = default(Brackets);
        var inString = 0UL;
        var before = 0UL;
        for (var at = start; at < text.Length; at += StructuralBlock.Length)
        {
            var block = StructuralBlock.Load(text, at);
            var quotes = block.Where((byte)'"');
            var backslashes = block.Where((byte)'\\');
            if ((quotes | backslashes | before) == 0 && inString != 0)
                continue;

            // Which bytes have a backslash one, two, three and four places before them.
            var (one, two, three, four) = (backslashes << 1 | before >> 63, backslashes << 2 | before >> 62,
                backslashes << 3 | before >> 61, backslashes << 4 | before >> 60);
            before = backslashes;
            var own = quotes & one & ~two;
            var inner = quotes & one & two & three;
            if ((inner & four) != 0)
            {
                var longRuns = inner & four;
                own |= AfterRunOf(1, text, start, at, longRuns);
                inner = inner & ~longRuns | AfterRunOf(3, text, start, at, longRuns);
            }

            var stop = quotes & ~(own | inner);
            var escapes = one & (~two | three) & ~(quotes | backslashes);
            if (escapes != 0 && (escapes & block.Where((byte)'u')) is not 0 and var units)
                stop |= Hidden(text, start, at, units);
            if (own == 0 && inString != 0)
            {
                if (stop != 0)
                    return -1;
                continue;
            }

            var strings = StructuralBlock.Inside(own) ^ inString;
            inString = unchecked((ulong)((long)strings >> 63));
            var readable = ~strings;
            if (stop != 0)
                readable &= StructuralBlock.Below(stop);
            var closed = brackets.Close(block.WhereOpening() & readable, block.WhereClosing() & readable);
            if (closed >= 0)
                return at + closed + 1;
            if (stop != 0)
                return -1;
        }

        return -1;
    }

    /// <summary>
    /// The index past the quote that ends the inner string whose content starts at <paramref name="start"/>; -1 as above.
    /// </summary>
    public static int EndOfString(ReadOnlySpan<byte> text, int start)
    {
        for (var at = start; ; at++)
        {
            var quote = text[at..].IndexOf((byte)'"');
            if (quote < 0)
                return -1;
            at += quote;
            var run = PlainJson.BackslashesBefore(text, start, at);
            if (run % 2 == 0)
                return -1;
            if (run % 4 == 1)
                return HidesAscii(text[..at], start) ? -1 : at + 1;
        }
    }

    private static bool HidesAscii(ReadOnlySpan<byte> text, int start)
    {
        for (var at = start; ; at++)
        {
            var next = text[at..].IndexOf("\\u"u8);
            if (next < 0)
                return false;
            at += next + 1;
            if (PlainJson.BackslashesBefore(text, start, at) % 2 == 1 && IsAscii(text, at))
                return true;
        }
    }

    /// <summary>
    /// Of the marked bytes, each a <c>u</c> after backslashes, those that start an escape which hides an ASCII character.
    /// </summary>
    private static ulong Hidden(ReadOnlySpan<byte> text, int start, int at, ulong escapes)
    {
        var hidden = 0UL;
        for (; escapes != 0; escapes &= escapes - 1)
        {
            var bit = BitOperations.TrailingZeroCount(escapes);
            if (PlainJson.BackslashesBefore(text, start, at + bit) % 2 == 1 && IsAscii(text, at + bit))
                hidden |= 1UL << bit;
        }

        return hidden;
    }

    /// <summary>Of the marked quotes, those that follow a run of backslashes of this length, mod 4.</summary>
    private static ulong AfterRunOf(int length, ReadOnlySpan<byte> text, int start, int at, ulong marked)
    {
        var found = 0UL;
        for (; marked != 0; marked &= marked - 1)
        {
            var bit = BitOperations.TrailingZeroCount(marked);
            if (PlainJson.BackslashesBefore(text, start, at + bit) % 4 == length)
                found |= 1UL << bit;
        }

        return found;
    }

    /// <summary>Whether four hexadecimal digits after the <c>u</c> at <paramref name="at"/> are missing or say ASCII.</summary>
    private static bool IsAscii(ReadOnlySpan<byte> text, int at) =>
        !JsonEscapes.TryReadHex(text, at + 1, out var unit) || unit < 0x80;
}
