using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console.Rendering;

namespace KillSwitch.Cli.Layout;

/// <summary>Text by the cells that it takes on a terminal: a letter one, a Chinese sign two.</summary>
internal static partial class CellText
{
    public static int Width(string text) => Ascii(text) ? text.Length : new Segment(text).CellCount();

    /// <summary>The text, or as much of its beginning as fits before an ellipsis.</summary>
    public static string Cut(string text, int width, Glyphs glyphs)
    {
        if (Width(text) <= width)
            return text;
        var ellipsis = glyphs.Ellipsis.Length <= width ? glyphs.Ellipsis : "";
        var cut = new StringBuilder();
        var left = width - ellipsis.Length;
        foreach (var rune in text.EnumerateRunes())
        {
            var cells = Width(rune.ToString());
            if (cells > left)
                break;
            left -= cells;
            cut.Append(rune);
        }

        return cut.Append(ellipsis).ToString();
    }

    public static string PadRight(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    public static string PadLeft(string text, int width) => new string(' ', Math.Max(0, width - Width(text))) + text;

    /// <summary>
    /// Words on lines of at most <paramref name="width"/> cells; a word is broken only where it is longer than a line, and what stands in
    /// back-ticks, to be copied, where it is.
    /// </summary>
    public static IEnumerable<string> Wrap(string text, int width, bool breaks = true)
    {
        width = Math.Max(1, width);
        var line = new StringBuilder();
        foreach (var word in Words(text, width))
        {
            var rest = word;
            if (line.Length > 0 && Width(line.ToString()) + 1 + Width(rest) > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            while (breaks && Width(rest) > width)
            {
                var head = Parted(Head(rest, width));
                yield return head;
                rest = rest[head.Length..];
            }

            line.Append(line.Length > 0 ? " " : "").Append(rest);
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    // A name that is longer than a line is broken between its parts, where they are not too short; else between its words.
    private static string Parted(string head) =>
        head.AsSpan().LastIndexOfAny('/', ':') is var part && part >= head.Length / 2 ? head[..(part + 1)]
        : head.AsSpan().LastIndexOfAny("-_.=") is var word && word >= head.Length / 2 ? head[..(word + 1)]
        : head;

    private static IEnumerable<string> Words(string text, int width) => Quoted().Matches(text).SelectMany(match =>
        match.Value.Contains(' ', StringComparison.Ordinal) && Width(match.Value) > width
            ? match.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [match.Value]);

    // What has no blank in it, except between back-ticks, or between a figure and its unit.
    [GeneratedRegex("(?:`[^`]*`|(?<=[0-9]) (?=(?:%|s|min|h)(?:[^A-Za-z0-9]|$))|[^ ])+", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    private static string Head(string text, int width)
    {
        var head = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (head.Length > 0 && Width(head.ToString()) + Width(rune.ToString()) > width)
                break;
            head.Append(rune);
        }

        return head.ToString();
    }

    private static bool Ascii(string text) => System.Text.Ascii.IsValid(text);
}
