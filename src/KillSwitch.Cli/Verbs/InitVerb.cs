using System.CommandLine;
using KillSwitch.Cli.Resources;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>init</c>: writes a commented policy to start from, in observe mode.</summary>
internal static class InitVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write, or - for standard output.", DefaultValueFactory = _ => Embedded.Policy };
        var force = new Option<bool>("--force") { Description = "Overwrite a file that is there." };
        var command = new Command("init", """
            Write a commented policy file to start from, and its schema for editors beside it. It observes: nothing is cut until you say enforce.

            Examples:
              killswitch init
              killswitch init policies/bedrock.yaml
            """) { file, force };
        command.SetAction(parsed => Write(parsed.GetRequiredValue(file), parsed.GetValue(force), terminal));
        return command;
    }

    private static int Write(string path, bool force, Terminal terminal)
    {
        var policy = Observing(Embedded.Read(Embedded.Policy));
        if (path == "-")
        {
            terminal.StandardOutput.Write(policy);
            return ExitCode.Done;
        }

        if (!force && File.Exists(path))
            throw new BadInputException($"`{path}` exists already; `--force` overwrites it");
        var schema = Path.Combine(Path.GetDirectoryName(path) ?? "", Embedded.Schema);
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            File.WriteAllText(path, policy);
            File.WriteAllText(schema, Embedded.Read(Embedded.Schema));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{path}` cannot be written: {error.Message}");
        }

        terminal.StandardOutput.WriteLine($"""
            Wrote {path} (in observe mode: nothing is cut) and {schema} (for your editor).

            Next: set the limits, then
              killswitch policy check {path}
              killswitch replay --policy {path} --mode enforce --logs PATH    # back-test it on your own invocation logs
            """);
        return ExitCode.Done;
    }

    /// <summary>The repository's own policy, with the schema beside it and nothing cut.</summary>
    internal static string Observing(string policy) => policy
        .Replace("$schema=schema/" + Embedded.Schema, "$schema=" + Embedded.Schema, StringComparison.Ordinal)
        .Replace("mode: enforce                  #", "mode: observe                  #", StringComparison.Ordinal);
}
