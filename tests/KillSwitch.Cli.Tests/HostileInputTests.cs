namespace KillSwitch.Cli.Tests;

/// <summary>What the command line quotes may be anybody's: it steers no terminal, and no log of CI that shows it.</summary>
public class HostileInputTests
{
    private const string Escape = "\u001b[2J\u001b]0;pwned\u0007";

    [Theory]
    [InlineData("restore", Escape)]
    [InlineData(Escape, "x")]
    [InlineData("status", "--output", Escape)]
    [InlineData("replay", "/nowhere/" + Escape)]
    [InlineData("policy", "check", "../../" + Escape + "\u202Elmay")]
    [InlineData("stop", "role/a\u202E", "--reason")]
    [InlineData("usage", "--by", "\u009b31m")]
    public async Task An_argument_is_quoted_as_plain_text(params string[] arguments)
    {
        var run = await Run.Of(arguments);

        run.ExitCode.ShouldNotBe(0);
        ShouldBePlain(run);
    }

    [Theory]
    [InlineData("""version: "\e[31m\e]0;pwned\a" """)]
    [InlineData("""{ version: 1, "\e[2J\u202E": 1 }""")]
    [InlineData("""{ version: 1, rules: [{ id: "\e[31m", limit: { usd: "\e[1m5" }, every: "\u2066day", stop: "\u009b1m" }] }""")]
    [InlineData(
        """{ version: 1, rules: [{ id: cap, match: { principal: "role/\e[2J*" }, limit: { usd: 5 }, every: day, stop: principal }] }""")]
    [InlineData("""{ version: 1, exempt: ["\e[31m"], rules: [{ id: cap, match: { "tag:\e[1m": "\r\nkillswitch.yaml is valid" }, limit: { usd: 5 }, every: day, stop: none }] }""")]
    public async Task A_policy_that_is_checked_writes_nothing_but_plain_text(string yaml) =>
        ShouldBePlain(await Run.WithInput(yaml, "policy", "check", "-"));

    private static void ShouldBePlain(Run run)
    {
        foreach (var text in (string[])[run.Output, run.Error])
        {
            text.ReplaceLineEndings("\n")
                .Where(c => c != '\n' && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format))
                .ShouldBeEmpty(text);
        }
    }
}
