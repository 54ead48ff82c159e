namespace KillSwitch.Cli.Tests.Verbs;

/// <summary>What can be said wrong about an account's own past, before anybody is asked.</summary>
public class FromAccountTests
{
    [Theory]
    [InlineData("killswitch: `--logs` says where the records are, or `--from-account` that they are the account's own", "replay",
        "--policy", "p.yaml")]
    [InlineData("killswitch: `--logs` and `--from-account` are two places to read from: give one", "replay", "--policy", "p.yaml", "--logs",
        "a.json", "--from-account")]
    [InlineData("killswitch: `--since` needs `--from-account`", "replay", "--policy", "p.yaml", "--logs", "a.json", "--since", "7d")]
    [InlineData("killswitch: `--log-group` needs `--from-account`", "init", "-", "--log-group", "g")]
    [InlineData("killswitch: `7` is not a length of time that can be looked back; a whole number and a unit is, such as `90m`, `24h` or "
        + "`7d`, up to 455 days", "init", "-", "--from-account", "--since", "7")]
    [InlineData("killswitch: `--policy` needs `--from-account`", "init", "-", "--policy", "p.yaml")]
    [InlineData("killswitch: `nowhere.yaml` does not exist", "init", "-", "--from-account", "--region", "us-east-1", "--policy",
        "nowhere.yaml")]
    [InlineData("killswitch: there is no AWS profile `nowhere-at-all`", "init", "-", "--from-account", "--profile", "nowhere-at-all")]
    public async Task A_mistake_is_one_sentence(string sentence, params string[] arguments)
    {
        var run = await Run.Of(arguments);

        (run.ExitCode, run.Output, run.Error.Trim()).ShouldBe((2, "", sentence));
    }

    [Fact]
    public async Task Init_alone_stays_offline_and_mentions_the_other_way()
    {
        using var scratch = new Scratch();
        var run = await Run.Of("init", scratch["p.yaml"]);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("killswitch init --from-account");
    }
}
