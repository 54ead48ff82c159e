using Spectre.Console;

namespace KillSwitch.Cli.Caching;

/// <summary>Sentences on lines that fit, without blanks at their ends; no word is broken, so that what is copied stays whole.</summary>
internal static class Paragraph
{
    private const int Widest = 110;

    public static void WriteParagraph(this IAnsiConsole console, string text, string indent = "")
    {
        var width = Math.Min(console.Profile.Width, Widest) - indent.Length;
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                console.Profile.Out.Writer.WriteLine(indent + line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        console.Profile.Out.Writer.WriteLine(indent + line);
    }
}
