using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Cli.Inputs;

/// <summary>Reads what the user names; what cannot be read is one sentence.</summary>
internal static class InputFile
{
    private const long Largest = 16 * 1024 * 1024;

    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <param name="terminal">Where standard input comes from.</param>
    public static string Read(string path, Terminal terminal)
    {
        try
        {
            if (path == "-")
            {
                using var reader = new StreamReader(terminal.StandardInput());
                return reader.ReadToEnd();
            }

            if (Directory.Exists(path))
                throw new BadInputException($"`{path}` is a folder; a file is needed");
            if (!File.Exists(path))
                throw new BadInputException($"`{path}` does not exist");
            return new FileInfo(path).Length <= Largest
                ? File.ReadAllText(path)
                : throw new BadInputException($"`{path}` is larger than {Largest / 1024 / 1024} MB");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{path}` cannot be read: {error.Message}");
        }
    }

    /// <summary>The policy of a file; its mistakes are the error, a line each.</summary>
    public static Policy Policy(string path, Terminal terminal) => Policy(path, Read(path, terminal));

    /// <summary>The same of one that was read.</summary>
    public static Policy Policy(string path, string text)
    {
        var result = PolicyFileReader.Read(text);
        return result.Policy ?? throw new BadInputException(string.Join('\n', [
            $"`{path}` is no policy:",
            .. result.Problems.Select(problem => $"{path}:{problem.Line}:{problem.Column}: {problem.Message}"),
        ]));
    }
}
