using KillSwitch.Cli.Help;
using KillSwitch.Cli.Tests.Help;

namespace KillSwitch.Cli.Tests.UsageReports;

public class UsageFormatTests
{
    [Theory]
    [InlineData("status", "--output", "csv")]
    [InlineData("replay", "--output", "focus")]
    [InlineData("policy", "check", "--output", "csv")]
    public async Task Csv_and_focus_are_of_usage_alone(params string[] args)
    {
        var run = await Run.Of(args);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldBe($"killswitch: `{args[^1]}` is no `--output`; allowed: text, json{Environment.NewLine}");
    }

    [Fact]
    public async Task Another_word_names_all_four() =>
        (await Run.Of("usage", "--output", "xml")).Error.ShouldContain("`xml` is no `--output`; allowed: text, json, csv, focus");

    [Fact]
    public void Help_says_the_option_once()
    {
        var page = VerbPage.Of(VerbPage.All(Tree.Root).Single(verb => verb.Name == "usage"));

        page.Options.Concat(page.Common).Select(option => option.Term).Where(term => term.StartsWith("--output", StringComparison.Ordinal))
            .ShouldBe(["--output csv|focus|json|text"]);
    }
}
