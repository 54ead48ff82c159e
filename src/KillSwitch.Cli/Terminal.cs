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

    /// <summary>One line on stderr, as plain text, never wrapped: a person copies paths and places from it.</summary>
    public void Warn(string sentence) => StandardError.WriteLine(sentence);
}
