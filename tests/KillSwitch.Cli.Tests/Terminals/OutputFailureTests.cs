using KillSwitch.Cli.Tests.Accounts;

namespace KillSwitch.Cli.Tests.Terminals;

/// <summary>What is printed goes nowhere, as on a full disk: one sentence, as processes with such a standard output.</summary>
public class OutputFailureTests
{
    private const string Full = "/dev/full";

    // One of each way in which verbs print: lines, tables, bars, pages, JSON, files.
    [Theory]
    [InlineData("prices")]
    [InlineData("prices amazon.nova-micro-v1:0")]
    [InlineData("prices --output json")]
    [InlineData("help")]
    [InlineData("man stop")]
    [InlineData("completion bash")]
    [InlineData("policy schema")]
    [InlineData("init -")]
    [InlineData("simulate incident")]
    [InlineData("simulate incident --output json")]
    [InlineData("--version")]
    public async Task A_full_disk_is_said_in_one_sentence(string line) => await ShouldSayAsync(line, [], "nothing was changed");

    [Theory]
    [InlineData("status")]
    [InlineData("status --output json")]
    [InlineData("usage")]
    [InlineData("watch --once")]
    [InlineData("watch --output json --every 1s")]
    public async Task So_it_is_where_an_account_was_asked(string line)
    {
        using var account = new GuardStandIn();
        await ShouldSayAsync(line + " --stack KillSwitch", account.Environment, "nothing was changed");
    }

    [Theory]
    [InlineData("stop role/agent --reason test")]
    [InlineData("stop role/agent --reason test --output json")]
    public async Task What_was_done_is_said_all_the_same(string line)
    {
        using var account = new GuardStandIn();
        await ShouldSayAsync(line + " --stack KillSwitch", account.Environment, "the stop `stop-[a-z0-9]+` of `role/agent` .*");
    }

    [Theory]
    [InlineData("prices amazon.nova-micro-v1:0", 0)]
    [InlineData("prices no-such-model", 2)]
    [InlineData("nothing-at-all", 2)]
    public async Task Whoever_cannot_be_told_gets_the_result_and_the_exit_code(string line, int exitCode)
    {
        if (!File.Exists(Full))
            return;
        using var process = CliProcess.Shell(new Dictionary<string, string>(), $"killswitch {line} 2> {Full}");
        var run = await process.EndAsync();

        (run.ExitCode, run.Output.Length > 0).ShouldBe((exitCode, exitCode == 0));
    }

    private static async Task ShouldSayAsync(string line, Dictionary<string, string> environment, string stands)
    {
        // Linux alone has it.
        if (!File.Exists(Full))
            return;
        using var process = CliProcess.Shell(environment, $"killswitch {line} > {Full}");
        var run = await process.EndAsync();

        run.ExitCode.ShouldBe(130, run.Error);
        run.Error.Trim().Split('\n')[^1].ShouldMatch(
            $"^killswitch: what was to be printed could not be written \\(No space left on device.*\\); {stands}$");
        run.Error.ShouldNotContain("   at ");
    }
}
