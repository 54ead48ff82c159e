using System.Globalization;
using Spectre.Console;

namespace KillSwitch.Cli;

/// <summary>Where a verb writes: results to <see cref="Out"/>, progress and warnings to <see cref="Error"/>, JSON to stdout alone.</summary>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, TextWriter StandardOutput, TextWriter StandardError, Func<Stream> StandardInput)
{
    // Nobody reads a pipe at eighty columns: a line that is cut or wrapped there is lost on whatever reads it.
    private const int Unbounded = 10_000;

    /// <summary>Stdout is a terminal that a screen can be drawn on.</summary>
    public bool IsScreen { get; init; }

    public static Terminal OfThisProcess()
    {
        var (output, error) = (AnsiConsole.Console, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));
        if (Console.IsOutputRedirected)
            output.Profile.Width = WidthOfPipe();
        if (Console.IsErrorRedirected)
            error.Profile.Width = WidthOfPipe();
        return new Terminal(output, error, Console.Out, Console.Error, Console.OpenStandardInput)
        {
            IsScreen = !Console.IsOutputRedirected && output.Profile.Capabilities.Ansi && Environment.GetEnvironmentVariable("TERM") != "dumb",
        };
    }

    /// <summary>One line on stderr, as plain text, never wrapped: a person copies paths and places from it.</summary>
    public void Warn(string sentence) => StandardError.WriteLine(sentence);

    // Who sets COLUMNS for a pipe means it.
    private static int WidthOfPipe() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0 ? columns : Unbounded;
}
