using KillSwitch.Core.Notifications;
using Spectre.Console;

namespace KillSwitch.Cli;

/// <summary>Where a verb writes: results to <see cref="Out"/>, progress and warnings to <see cref="Error"/>, JSON to stdout alone.</summary>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, TextWriter StandardOutput, TextWriter StandardError, Func<Stream> StandardInput)
{
    public static Terminal OfThisProcess()
    {
        return new Terminal(
            AnsiConsole.Console,
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
            Console.Out,
            Console.Error,
            Console.OpenStandardInput);
    }

    /// <summary>
    /// Lines on stderr, as plain text, never wrapped: a person copies paths and places from it. What is quoted may be anybody's: a file that
    /// is checked, a name in a log, an answer of AWS. It steers no terminal and no log of CI.
    /// </summary>
    public void Warn(string text) => StandardError.WriteLine(string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').Select(PlainText.Of)));
}
