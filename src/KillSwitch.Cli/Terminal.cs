using Spectre.Console;

namespace KillSwitch.Cli;

/// <summary>Where a verb writes: results to <see cref="Out"/>, progress and warnings to <see cref="Error"/>, JSON to stdout alone.</summary>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, TextWriter StandardOutput, Func<Stream> StandardInput)
{
    public static Terminal OfThisProcess()
    {
        return new Terminal(
            AnsiConsole.Console,
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
            Console.Out,
            Console.OpenStandardInput);
    }

    /// <summary>One line on stderr, as plain text.</summary>
    public void Warn(string sentence) => Error.WriteLine(sentence);
}
