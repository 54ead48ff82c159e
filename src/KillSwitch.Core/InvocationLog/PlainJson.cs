using System.Runtime.CompilerServices;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// Steps over JSON values that nobody reads: prompts and answers. Their brackets and quotes are followed and nothing else
/// is judged, so that a body costs little and a damaged one costs no record.
/// </summary>
internal static class PlainJson
{
    private const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;

    /// <summary>The index past the bracket that closes the one at <paramref name="start"/>; -1 when the text ends first.</summary>
    public static int EndOfContainer(ReadOnlySpan<byte> text, int start)
    {
        var brackets = default(Brackets);
        var inString = 0UL;
        var escapedFirst = 0UL;
        for (var at = start; at < text.Length; at += StructuralBlock.Length)
        {
            var block = StructuralBlock.Load(text, at);
            var quotes = block.Where((byte)'"') & ~Escaped(block.Where((byte)'\\'), ref escapedFirst);
            if (quotes == 0 && inString != 0)
                continue;

            var strings = StructuralBlock.Inside(quotes) ^ inString;
            inString = unchecked((ulong)((long)strings >> 63));
            var closed = brackets.Close(block.WhereOpening() & ~strings, block.WhereClosing() & ~strings);
            if (closed >= 0)
                return at + closed + 1;
        }

        return -1;
    }

    /// <summary>
    /// The index past the quote that ends the string whose content starts at <paramref name="start"/>; -1 when the text ends first.
    /// </summary>
    public static int EndOfString(ReadOnlySpan<byte> text, int start)
    {
        for (var at = start; ; at++)
        {
            var quote = text[at..].IndexOf((byte)'"');
            if (quote < 0)
                return -1;
            at += quote;
            if (BackslashesBefore(text, start, at) % 2 == 0)
                return at + 1;
        }
    }

    public static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        return at;
    }

    /// <summary>The length of the run of backslashes that ends just before <paramref name="at"/>.</summary>
    public static int BackslashesBefore(ReadOnlySpan<byte> text, int start, int at)
    {
        var run = 0;
        while (at - run > start && text[at - run - 1] == (byte)'\\')
            run++;
        return run;
    }

    /// <summary>The bytes that a backslash escapes, in a constant number of steps whatever the runs (after simdjson).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Escaped(ulong backslashes, ref ulong escapedFirst)
    {
        unchecked
        {
            if (backslashes == 0)
            {
                var only = escapedFirst;
                escapedFirst = 0;
                return only;
            }

            var escaping = backslashes & ~escapedFirst;
            var codes = ((escaping << 1 | OddBits) - escaping) ^ OddBits;
            var escaped = codes ^ (backslashes | escapedFirst);
            escapedFirst = (codes & backslashes) >> 63;
            return escaped;
        }
    }
}
