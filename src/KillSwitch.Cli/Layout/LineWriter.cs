using Spectre.Console;

namespace KillSwitch.Cli.Layout;

/// <summary>Lines on a console, in its colours.</summary>
internal static class LineWriter
{
    public static void WriteLines(this IAnsiConsole console, IEnumerable<Line> lines)
    {
        foreach (var line in lines)
            console.Write(new Markup(string.Concat(line.Pieces.Select(Marked)) + "\n"));
    }

    /// <summary>A paragraph: words move to a further line whole, and so does what is quoted to be copied.</summary>
    public static void WriteText(
        this IAnsiConsole console, string text, Ink ink = Ink.Plain, string first = "", string? further = null) =>
        console.WriteLines(Line.Wrap(text, console.Profile.Width, ink, first, further));

    /// <summary>The same of pieces, each in its ink.</summary>
    public static void WritePieces(this IAnsiConsole console, params Piece[] pieces) =>
        console.WriteLines(Line.Of(pieces).Wrap(console.Profile.Width));

    public static void WriteTable(this IAnsiConsole console, TextTable table) =>
        console.WriteLines(table.Lines(console.Profile.Width, GlyphsOf(console)));

    public static Glyphs GlyphsOf(IAnsiConsole console) => Glyphs.Of(console.Profile.Capabilities.Unicode);

    private static string Marked(Piece piece) => Style(piece.Ink) is { Length: > 0 } style && piece.Text.Length > 0
        ? $"[{style}]{Markup.Escape(piece.Text)}[/]"
        : Markup.Escape(piece.Text);

    private static string Style(Ink ink) => ink switch
    {
        Ink.Plain => "",
        Ink.Strong => "bold",
        Ink.Faint => "dim",
        Ink.Good => "green",
        Ink.Warning => "olive",
        Ink.Bad => "red",
        Ink.Chart => "blue",
        Ink.Selected => "invert",
        _ => throw new ArgumentOutOfRangeException(nameof(ink), ink, "not an ink"),
    };
}
