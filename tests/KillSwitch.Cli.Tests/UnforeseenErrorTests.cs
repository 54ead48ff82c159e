namespace KillSwitch.Cli.Tests;

public class UnforeseenErrorTests
{
    [Fact]
    public async Task What_nobody_foresaw_is_a_sentence_and_no_crash()
    {
        var run = await Run.WithInput(() => throw new KeyNotFoundException("the given key `yaml`\nwas not there"), "policy", "check", "-");

        (run.ExitCode, run.Error.Trim()).ShouldBe(
            (1, "killswitch: this should not have happened, and `--verbose` shows where it did: the given key `yaml` was not there "
                + "(`KeyNotFoundException`)"));
    }
}
