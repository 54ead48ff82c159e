using System.Text;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Walkthrough;

/// <summary>A terminal in which commands are typed, and what it showed, as a page of Markdown.</summary>
/// <param name="admin">Whose credentials the terminal has.</param>
/// <param name="server">The address of the account.</param>
/// <param name="folder">Where it stands.</param>
internal sealed class Transcript(AccessKey admin, Uri server, string folder)
{
    private readonly StringBuilder _page = new();

    public string Page => _page.ToString();

    public void Heading(string title) => _page.Append("## ").Append(title).Append("\n\n");

    public void Say(string text) => _page.Append(text).Append("\n\n");

    /// <summary>Runs a line of shell as the person at the terminal.</summary>
    /// <param name="line">As it is typed.</param>
    /// <param name="exitCode">What it has to end with; null for any failure.</param>
    /// <param name="key">Whose credentials it has; null for those of the person who looks after the guard.</param>
    /// <param name="keep">Which lines are shown; null for all.</param>
    public async Task<Command> TypeAsync(string line, int? exitCode = 0, AccessKey? key = null, Func<string, bool>? keep = null)
    {
        // A terminal shows both in the order in which they are written.
        var command = await RunAsync(Deployment.IsRecorded ? "exec 2>&1\n" + line : line, key);
        (exitCode is { } code ? command.ExitCode == code : command.ExitCode != 0)
            .ShouldBeTrue($"{line}\n{command.ExitCode}\n{command.Output}\n{command.Error}");
        Show(line, command.Output + command.Error, keep);
        return command;
    }

    /// <summary>What a program said that runs elsewhere.</summary>
    public void Show(string text) => _page.Append("```text\n").Append(text.Trim()).Append("\n```\n\n");

    public void Show(string line, string output, Func<string, bool>? keep = null)
    {
        var lines = output.Split('\n').Select(one => one.TrimEnd()).Where(one => keep is null || keep(one));
        var text = string.Join('\n', lines).Trim('\n');
        _page.Append("```console\n$ ").Append(line).Append('\n').Append(text).Append(text.Length > 0 ? "\n" : "").Append("```\n\n");
    }

    /// <summary>
    /// Runs a line and shows nothing. <c>killswitch</c> is the command line that was built, as <c>dotnet tool install</c> would put it on
    /// the path.
    /// </summary>
    public async Task<Command> RunAsync(string line, AccessKey? key)
    {
        var environment = (key ?? admin).Environment(server);
        environment["COLUMNS"] = "100";
        environment["NO_COLOR"] = "1";
        environment["KILLSWITCH_DLL"] = Repository.Cli;
        environment["AWS_PROGRAM"] = Repository.Aws;
        return await Command.RunAsync(
            "bash",
            ["-c", $"set -e; cd '{folder}'\nkillswitch() {{ dotnet \"$KILLSWITCH_DLL\" \"$@\"; }}\naws() {{ command \"$AWS_PROGRAM\" "
                + $"\"$@\"; }}\n{line}"],
            environment);
    }
}
