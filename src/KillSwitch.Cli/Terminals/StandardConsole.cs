using System.Globalization;
using Spectre.Console;

namespace KillSwitch.Cli.Terminals;

/// <summary>
/// The console of one standard stream: escape sequences on a terminal alone, whatever a system of CI says that its log could show. What is
/// piped goes into files, comments and other programs.
/// </summary>
internal static class StandardConsole
{
    // Nobody reads a pipe at eighty columns: a line that is cut or wrapped there is lost on whatever reads it.
    private const int Unbounded = 10_000;

    /// <param name="writer">The stream.</param>
    /// <param name="isRedirected">It is no terminal.</param>
    /// <param name="variable">The value of an environment variable, or null.</param>
    public static IAnsiConsole Of(TextWriter writer, bool isRedirected, Func<string, string?> variable)
    {
        var isPlain = isRedirected || IsDumb(variable);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            // On a terminal NO_COLOR (https://no-color.org) takes the colors, and leaves what is bold.
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
            // The default ones give a log of GitHub, Azure and others a terminal's abilities, whatever the stream is.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (isRedirected)
            console.Profile.Width = WidthOfPipe(variable);
        return console;
    }

    // A terminal that takes no escape sequences: Emacs's shell, and others.
    private static bool IsDumb(Func<string, string?> variable) => variable("TERM") == "dumb";

    // Who sets COLUMNS for a pipe means it.
    private static int WidthOfPipe(Func<string, string?> variable) =>
        int.TryParse(variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0
            ? columns : Unbounded;
}
