using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.Tests.Accounts;

namespace KillSwitch.Cli.Tests.Terminals;

/// <summary>What is piped is text, wherever it runs: no escape sequence is in a file, a comment or another program's input.</summary>
public sealed class StandardConsoleTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("policy check killswitch.yaml")]
    [InlineData("--help")]
    [InlineData("simulate incident")]
    [InlineData("replay --policy killswitch.yaml --logs records.jsonl")]
    [InlineData("policy check nowhere.yaml")]
    public async Task No_system_of_CI_brings_escapes_into_a_pipe(string line)
    {
        _scratch.Write("killswitch.yaml", "version: 1\nrules:\n- { id: cap, per: principal, limit: { usd: 1 }, every: day, stop: principal }\n");
        _scratch.Write("records.jsonl", Verbs.ReplayVerbTests.Records(5));
        var environment = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["TF_BUILD"] = "True",
            ["CI"] = "true",
            ["TERM"] = "xterm-256color",
        };

        using var process = CliProcess.Shell(environment, $"cd '{Path.GetDirectoryName(_scratch["x"])}'; killswitch {line}");
        var run = await process.EndAsync();

        (run.Output + run.Error).ShouldNotBeEmpty();
        (run.Output + run.Error).ShouldNotContain('\e');
    }

    [Theory]
    [InlineData(true, "xterm-256color")]
    [InlineData(false, "dumb")]
    public void A_pipe_and_a_dumb_terminal_take_no_escapes_and_draw_no_bars(bool isRedirected, string term)
    {
        using var writer = new StringWriter();

        var console = StandardConsole.Of(writer, isRedirected, name => name == "TERM" ? term : null);
        console.WriteText("red", Ink.Bad);
        console.WriteText("bold", Ink.Strong);

        writer.ToString().ReplaceLineEndings("\n").ShouldBe("red\nbold\n");
        console.Profile.Capabilities.Interactive.ShouldBeFalse();
    }

    [Theory]
    [InlineData("77", 77)]
    [InlineData("0", 10_000)]
    [InlineData(null, 10_000)]
    public void A_pipe_is_as_wide_as_it_is_said_to_be_or_has_no_end(string? columns, int width)
    {
        using var writer = new StringWriter();

        StandardConsole.Of(writer, isRedirected: true, name => name == "COLUMNS" ? columns : null).Profile.Width.ShouldBe(width);
    }
}
