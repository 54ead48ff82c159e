using KillSwitch.Cli.Terminals;
using Spectre.Console;

namespace KillSwitch.Cli.Tests;

/// <summary>The command line, run in this process as a person without a terminal would.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    private const int Pipe = 10_000;

    public static async Task<Run> Of(params string[] args) => await WithInput("", args);

    public static Task<Run> WithInput(string input, params string[] args) =>
        WithInput(() => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)), args);

    public static Task<Run> WithInput(Func<Stream> input, params string[] args) => At(160, input, args);

    /// <summary>On a terminal so wide.</summary>
    public static Task<Run> At(int width, params string[] args) => At(width, () => new MemoryStream(), args);

    private static async Task<Run> At(int width, Func<Stream> input, string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(Console(output, width), Console(error, Pipe), output, error, input);
        var code = await CommandLine.RunAsync(args, terminal);
        return new Run(code, output.ToString(), error.ToString());
    }

    public static IAnsiConsole Console(TextWriter writer, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        return console;
    }
}
