using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using KillSwitch.Cli.Help;

namespace KillSwitch.Cli.Tests.Help;

public class VerbPageTests
{
    [Theory]
    [MemberData(nameof(Tree.Names), MemberType = typeof(Tree))]
    public void Every_example_of_a_verb_can_be_typed_as_it_stands(string name)
    {
        foreach (var example in Tree.Page(name).Examples.Where(example => !example.StartsWith('#')))
        {
            var words = CommandLineParser.SplitCommandLine(Own(example)).ToList();
            words[0].ShouldBe("killswitch", example);
            // As the program names them, the examples lie under the verb that they show.
            string.Join(' ', words).ShouldStartWith(name, customMessage: example);
            var parsed = Tree.Root.Parse(words[1..]);
            parsed.Errors.Select(error => error.Message).ShouldBeEmpty(example);
        }
    }

    [Theory]
    [MemberData(nameof(Tree.Names), MemberType = typeof(Tree))]
    public void A_verb_says_what_it_does_what_it_takes_and_what_it_ends_with(string name)
    {
        var page = Tree.Page(name);

        page.Summary.ShouldEndWith(".");
        if (page.Verbs.Count == 0)
            page.Examples.ShouldNotBeEmpty();
        (page.Arguments.Concat(page.Options).Concat(page.Common)).ShouldAllBe(term => term.Text.Length > 5);
        page.ExitCodes.Select(code => code.Term).Take(3).ShouldBe(["0", "1", "2"]);
    }

    [Theory]
    [MemberData(nameof(Tree.Names), MemberType = typeof(Tree))]
    public void Help_fits_a_terminal_of_eighty_columns(string name)
    {
        var page = Tree.Page(name);

        HelpText.Lines(page, 80).ShouldAllBe(line => line.Width <= 80);
    }

    [Theory]
    [MemberData(nameof(Tree.Names), MemberType = typeof(Tree))]
    public void An_example_that_goes_on_below_is_still_the_same_to_a_shell(string name)
    {
        var page = Tree.Page(name);
        var text = string.Join('\n', HelpText.Lines(page, 60).Select(line => line.Text));

        foreach (var example in page.Examples.Where(example => !example.StartsWith('#')))
            Regex.Replace(text, @" \\\n +", " ").Split('\n').ShouldContain("  " + example);
    }

    [Theory]
    [InlineData("init", "init --from-account asks AWS")]
    [InlineData("replay", "so does replay --from-account")]
    [InlineData("status", "")]
    public void Whatever_asks_AWS_says_how_it_ends_when_AWS_says_no(string name, string why) =>
        Tree.Page("killswitch " + name).ExitCodes.Select(code => code.Term).ShouldContain("3", why);

    [Theory]
    [MemberData(nameof(Tree.Names), MemberType = typeof(Tree))]
    public void A_manual_page_holds_no_request_that_man_does_not_know(string name)
    {
        var lines = ManPage.Of(Tree.Page(name), "1.2.3").Split('\n');

        lines.Where(line => line.StartsWith('.')).Select(line => line.Split(' ')[0]).Distinct()
            .ShouldBeSubsetOf([".TH", ".SH", ".B", ".TP", ".nf", ".fi", ".PP"]);
        lines.ShouldAllBe(line => !line.StartsWith('\''));
    }

    [Fact]
    public async Task Help_of_a_verb_is_the_same_by_option_and_by_verb()
    {
        var option = await Run.Of("policy", "check", "--help");
        var verb = await Run.Of("help", "policy", "check");

        option.ShouldBe(verb);
        option.ExitCode.ShouldBe(0);
        option.Output.ShouldContain("killswitch policy check FILE [options]");
        option.Output.ShouldContain("killswitch policy check killswitch.yaml --output json");
    }

    [Fact]
    public async Task Help_of_what_is_no_verb_says_what_is() =>
        (await Run.Of("help", "policy", "eat")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(2),
            run => run.Error.ShouldBe("killswitch: `eat` is not a verb of `policy`; allowed: check, test, apply, show, schema\n"));

    // The program's own part of a line for a shell.
    private static string Own(string example)
    {
        var own = example.Split(" | ").Single(part => part.TrimStart().StartsWith("killswitch ", StringComparison.Ordinal)).Trim();
        var redirected = own.IndexOf(" >", StringComparison.Ordinal);
        return redirected < 0 ? own : own[..redirected];
    }
}
