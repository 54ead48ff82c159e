using System.Numerics;
using System.Runtime.CompilerServices;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// The same for JSON that stands in a JSON string, as CloudWatch Logs delivers a record, without unescaping it first.
/// A quote after k backslashes ends the outer string when k is even, is one of the inner JSON's own quotes when k mod 4 is 1,
/// and stands inside one of its strings when k mod 4 is 3.
/// </summary>
internal static class EscapedJson
{
    private const ulong EveryFourth = 0x1111_1111_1111_1111;

    /// <summary>
    /// The index past the bracket that closes the one at <paramref name="start"/>; -1 when the outer string ends first,
    /// or when an outer <c>\u</c> escape hides an ASCII character, which may be a quote or a bracket.
    /// </summary>
    public static int EndOfContainer(ReadOnlySpan<byte> text, int start)
    {
        var brackets = default(Brackets);
        var inString = 0UL;
        var run = 0;
        for (var at = start; at < text.Length; at += StructuralBlock.Length)
        {
            var block = StructuralBlock.Load(text, at);
            var quotes = block.Where((byte)'"');
            var backslashes = block.Where((byte)'\\');
            AfterRuns(backslashes, ref run, out var afterOne, out var afterThree);

            var own = quotes & afterOne;
            var stop = quotes & ~(afterOne | afterThree) | Hidden(text, at, block.Where((byte)'u') & (afterOne | afterThree));
            if (own == 0 && inString != 0)
            {
                if (stop != 0)
                    return -1;
                continue;
            }

            var strings = StructuralBlock.Inside(own) ^ inString;
            inString = unchecked((ulong)((long)strings >> 63));
            var readable = StructuralBlock.Below(stop) & ~strings;
            var closed = brackets.Close(block.WhereOpening() & readable, block.WhereClosing() & readable);
            if (closed >= 0)
                return at + closed + 1;
            if (stop != 0)
                return -1;
        }

        return -1;
    }

    /// <summary>The index past the quote that ends the inner string whose content starts at <paramref name="start"/>; -1 as above.</summary>
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

    /// <summary>Of the outer <c>\u</c> escapes whose <c>u</c> is marked, those that hide an ASCII character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hidden(ReadOnlySpan<byte> text, int at, ulong escapes) => escapes == 0 ? 0 : HiddenOneByOne(text, at, escapes);

    private static ulong HiddenOneByOne(ReadOnlySpan<byte> text, int at, ulong escapes)
    {
        var hidden = 0UL;
        for (; escapes != 0; escapes &= escapes - 1)
        {
            var bit = BitOperations.TrailingZeroCount(escapes);
            if (IsAscii(text, at + bit))
                hidden |= 1UL << bit;
        }

        return hidden;
    }

    /// <summary>Whether four hexadecimal digits after the <c>u</c> at <paramref name="at"/> are missing or say ASCII.</summary>
    private static bool IsAscii(ReadOnlySpan<byte> text, int at) =>
        !JsonEscapes.TryReadHex(text, at + 1, out var unit) || unit < 0x80;

    /// <summary>
    /// Marks the bytes that follow a run of backslashes of length 1 and 3, mod 4. A carry added at a run's start comes out at
    /// its end: once for each start mod 4, so that start and end together give the length mod 4.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AfterRuns(ulong backslashes, ref int run, out ulong one, out ulong three)
    {
        unchecked
        {
            one = three = 0;
            if ((backslashes | (uint)run) == 0)
                return;

            var starts = backslashes & ~(backslashes << 1);
            ulong carry0 = 0, carry1 = 0, carry2 = 0, carry3 = 0;
            if (run != 0)
            {
                // The run began in the block before, at position -run: it adds its carry at bit 0 under that position's class.
                starts &= ~1UL;
                carry1 = run == 3 ? 1UL : 0;
                carry2 = run == 2 ? 1UL : 0;
                carry3 = run == 1 ? 1UL : 0;
            }

            var end0 = backslashes + (starts & EveryFourth) + carry0;
            var end1 = backslashes + (starts & EveryFourth << 1) + carry1;
            var end2 = backslashes + (starts & EveryFourth << 2) + carry2;
            var end3 = backslashes + (starts & EveryFourth << 3) + carry3;
            one = (end0 & EveryFourth << 1 | end1 & EveryFourth << 2 | end2 & EveryFourth << 3 | end3 & EveryFourth) & ~backslashes;
            three = (end0 & EveryFourth << 3 | end1 & EveryFourth | end2 & EveryFourth << 1 | end3 & EveryFourth << 2) & ~backslashes;
            var trailing = BitOperations.LeadingZeroCount(~backslashes);
            if (trailing < StructuralBlock.Length)
                run = trailing & 3;
        }
    }
}
