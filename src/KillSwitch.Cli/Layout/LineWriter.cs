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
        Ink.Faint => "grey",
        Ink.Good => "green",
        Ink.Warning => "yellow",
        Ink.Bad => "red",
        Ink.Chart => "blue",
        Ink.Selected => "invert",
        _ => throw new ArgumentOutOfRangeException(nameof(ink), ink, "not an ink"),
    };
}
