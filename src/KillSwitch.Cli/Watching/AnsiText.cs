using KillSwitch.Cli.Layout;

namespace KillSwitch.Cli.Watching;

/// <summary>Lines as a terminal takes them.</summary>
/// <param name="IsColoured">Without colour what stands out is bold, faint or inverse.</param>
internal sealed record AnsiText(bool IsColoured)
{
    private const string Reset = "\e[0m";

    public string Of(Line line) =>
        string.Concat(line.Pieces.Select(piece => Style(piece.Ink) is { Length: > 0 } style ? style + piece.Text + Reset : piece.Text));

    private string Style(Ink ink) => (ink, IsColoured) switch
    {
        (Ink.Strong, _) => "\e[1m",
        (Ink.Faint, _) => "\e[2m",
        (Ink.Selected, _) => "\e[7m",
        (Ink.Good, true) => "\e[32m",
        (Ink.Warning, true) => "\e[33m",
        (Ink.Bad, true) => "\e[1;31m",
        (Ink.Bad, false) => "\e[1m",
        (Ink.Chart, true) => "\e[94m",
        _ => "",
    };
}
