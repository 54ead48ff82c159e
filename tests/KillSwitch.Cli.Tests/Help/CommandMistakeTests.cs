namespace KillSwitch.Cli.Tests.Help;

/// <summary>A command line that is none is one sentence, with what was meant or what is allowed.</summary>
public class CommandMistakeTests
{
    [Theory]
    [InlineData("is not a verb of `{0}`; did you mean `status`?", "stauts")]
    [InlineData("`chek` is not a verb of `policy`; did you mean `check`?", "policy", "chek", "x.yaml")]
    [InlineData("is not a verb of `{0}`; did you mean `policy apply`?", "apply", "x.yaml")]
    [InlineData("is not a verb of `{0}`; did you mean `status`?", "help", "stauts")]
    [InlineData("`xyzzy` is not a verb of `policy`; allowed: check, test, apply, show, schema", "policy", "xyzzy")]
    [InlineData("`policy` needs a verb; allowed: check, test, apply, show, schema", "policy")]
    [InlineData("`--dry` is not an option of `deploy`; did you mean `--dry-run`?", "deploy", "--dry")]
    [InlineData("`--reson` is not an option of `stop`; did you mean `--reason`?", "stop", "role/a", "--reson=r")]
    [InlineData("`--ouptut` is not an option of `policy check`; did you mean `--output`?", "policy", "check", "x.yaml", "--ouptut", "json")]
    [InlineData("`--verison` is not an option of `{0}`; did you mean `--version`?", "--verison")]
    [InlineData("`--xyzzy` is not an option of `deploy`; `--help` lists them", "deploy", "--xyzzy")]
    [InlineData("`b` is not an argument of `init`; `--help` lists them", "init", "a", "b")]
    [InlineData("`policy test` needs `FILE`: the file of cases, or - for standard input", "policy", "test")]
    [InlineData("`completion` needs `SHELL`: ", "completion")]
    [InlineData("`stop` needs `--reason`: ", "stop", "role/a")]
    [InlineData("`--by` takes a value, `WHAT`", "usage", "--by")]
    [InlineData("`jsno` is no `--output`; allowed: text, json", "status", "--output", "jsno")]
    [InlineData("`fsh` is no `SHELL`; allowed: bash, zsh, fish, pwsh", "completion", "fsh")]
    public async Task A_mistake_says_what_was_meant(string sentence, params string[] line)
    {
        var run = await Run.Of(line);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldContain(sentence.Replace("{0}", Tree.Root.Name, StringComparison.Ordinal));
        run.Error.Trim().Split('\n').Length.ShouldBe(1);
    }
}
