using System.Text;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Options;

/// <summary>A page that a command writes to a file of the person's choice.</summary>
internal static class ReportFile
{
    /// <summary>Finds out whether it can be written, before anything is done that it is about; what is there stays.</summary>
    /// <exception cref="BadInputException">It cannot.</exception>
    public static void Try(string path) => Do(path, () =>
    {
        var isNew = !File.Exists(path);
        using (new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write))
        {
            // Nothing is written yet.
        }

        if (isNew)
            File.Delete(path);
    });

    /// <summary>Writes it, and says where it lies.</summary>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public static void Write(string path, Terminal terminal, Action<TextWriter> write)
    {
        Do(path, () =>
        {
            using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            write(file);
        });
        terminal.Warn($"The report lies in {path}");
    }

    private static void Do(string path, Action act)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new BadInputException($"`{path.Replace('\0', ' ')}` is not allowed for `--report`; allowed: the name of a file");
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{path}` cannot be written: {error.Message}");
        }
    }
}
