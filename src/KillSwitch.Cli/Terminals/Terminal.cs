using System.Globalization;
using System.Text;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Notifications;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace KillSwitch.Cli.Terminals;

/// <summary>
/// Where a verb writes: results to <see cref="Out"/>, progress and warnings to <see cref="Error"/>, JSON to stdout alone.
/// </summary>
internal sealed record Terminal(
    IAnsiConsole Out, IAnsiConsole Error, TextWriter StandardOutput, TextWriter StandardError, Func<Stream> StandardInput)
{
    // Nobody reads a pipe at eighty columns: a line that is cut or wrapped there is lost on whatever reads it.
    private const int Unbounded = 10_000;
    private const string FurtherIndent = "  ";

    /// <summary>Stdout is a terminal.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Somebody sits there who can answer.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Stdout is a terminal that a screen can be drawn on.</summary>
    public bool IsScreen { get; init; }

    // The console's own stream says nothing when its reader has gone.
    private bool HasRawOutput { get; init; }

    public static Terminal OfThisProcess()
    {
        var (output, error) = (AnsiConsole.Console, AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
        }));
        if (Console.IsOutputRedirected)
            output.Profile.Width = WidthOfPipe();
        if (Console.IsErrorRedirected)
            error.Profile.Width = WidthOfPipe();
        return new Terminal(output, error, Console.Out, Console.Error, InheritedInput.Open)
        {
            HasRawOutput = !OperatingSystem.IsWindows(),
            IsTerminal = !Console.IsOutputRedirected,
            CanAsk = !Console.IsInputRedirected && !Console.IsOutputRedirected,
            IsScreen = !Console.IsOutputRedirected && output.Profile.Capabilities.Ansi
                && Environment.GetEnvironmentVariable("TERM") != "dumb",
        };
    }

    /// <summary>
    /// Lines on stderr, as plain text, wrapped between words on a terminal and never in a pipe: a person copies paths and places from it.
    /// What is quoted may be anybody's: a file that is checked, a name in a log, an answer of AWS. It steers no terminal and no log of CI.
    /// </summary>
    public void Warn(string text) => StandardError.WriteLine(string.Join(
        Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => Wrapped(PlainText.Of(line)))));

    /// <summary>One line on stdout at once; false when nobody reads it any more.</summary>
    public bool PipedLine(string line)
    {
        try
        {
            if (!HasRawOutput)
            {
                StandardOutput.WriteLine(line);
                return true;
            }

            using var handle = new SafeFileHandle(1, ownsHandle: false);
            using var output = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            output.Write(Encoding.UTF8.GetBytes(line + "\n"));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private IEnumerable<string> Wrapped(string line)
    {
        var width = Error.Profile.Width;
        if (CellText.Width(line) <= width)
            return [line];
        var indent = new string(' ', line.Length - line.TrimStart().Length);
        return CellText.Wrap(line, width - indent.Length - FurtherIndent.Length, breaks: false)
            .Select((words, i) => (i == 0 ? indent : indent + FurtherIndent) + words);
    }

    // Who sets COLUMNS for a pipe means it.
    private static int WidthOfPipe() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            && columns > 0 ? columns : Unbounded;
}
