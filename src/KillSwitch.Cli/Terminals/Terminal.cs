using System.Text;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Notifications;
using Spectre.Console;

namespace KillSwitch.Cli.Terminals;

/// <summary>
/// Where a verb writes: results to <see cref="Out"/>, progress and warnings to <see cref="Error"/>, JSON to stdout alone.
/// </summary>
internal sealed record Terminal(
    IAnsiConsole Out, IAnsiConsole Error, TextWriter StandardOutput, TextWriter StandardError, Func<Stream> StandardInput)
{
    private const string FurtherIndent = "  ";

    /// <summary>Stdout is a terminal.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Somebody sits there who can answer.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Stdout is a terminal that a screen can be drawn on.</summary>
    public bool IsScreen { get; init; }

    /// <summary>How it is ended before its end, and what is said then.</summary>
    public Interruption Interruption { get; init; } = new();

    public static Terminal OfThisProcess(Interruption interruption)
    {
        // Both are open until the process ends.
#pragma warning disable CA2000
        if (Console.IsOutputRedirected)
            Console.SetOut(Writer(RedirectedOutput.OfResults(interruption.LoseReader)));
        if (Console.IsErrorRedirected)
            Console.SetError(Writer(RedirectedOutput.OfWarnings()));
#pragma warning restore CA2000

        var output = StandardConsole.Of(Console.Out, Console.IsOutputRedirected, Environment.GetEnvironmentVariable);
        var error = StandardConsole.Of(Console.Error, Console.IsErrorRedirected, Environment.GetEnvironmentVariable);
        return new Terminal(output, error, Console.Out, Console.Error, InheritedInput.Open)
        {
            Interruption = interruption,
            IsTerminal = !Console.IsOutputRedirected,
            CanAsk = !Console.IsInputRedirected && !Console.IsOutputRedirected,
            IsScreen = !Console.IsOutputRedirected && output.Profile.Capabilities.Ansi,
        };
    }

    /// <summary>
    /// Lines on stderr, as plain text, wrapped between words on a terminal and never in a pipe: a person copies paths and places from it.
    /// What is quoted may be anybody's: a file that is checked, a name in a log, an answer of AWS. It steers no terminal and no log of CI.
    /// </summary>
    public void Warn(string text) => StandardError.WriteLine(string.Join(
        Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').SelectMany(line => Wrapped(PlainText.Of(line)))));

    private static StreamWriter Writer(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    private IEnumerable<string> Wrapped(string line)
    {
        var width = Error.Profile.Width;
        if (CellText.Width(line) <= width)
            return [line];
        var indent = new string(' ', line.Length - line.TrimStart().Length);
        return CellText.Wrap(line, width - indent.Length - FurtherIndent.Length, breaks: false)
            .Select((words, i) => (i == 0 ? indent : indent + FurtherIndent) + words);
    }
}
