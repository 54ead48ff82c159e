using KillSwitch.Cli.Terminals;
using Spectre.Console;

namespace KillSwitch.Cli.Tests;

/// <summary>The command line, run in this process as a person without a terminal would.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public static async Task<Run> Of(params string[] args) => await WithInput("", args);

    public static Task<Run> WithInput(string input, params string[] args) =>
        WithInput(() => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)), args);

    public static async Task<Run> WithInput(Func<Stream> input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(Console(output), Console(error), output, error, input);
        var code = await CommandLine.RunAsync(args, terminal);
        return new Run(code, output.ToString(), error.ToString());
    }

    private static IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 160;
        return console;
    }
}
