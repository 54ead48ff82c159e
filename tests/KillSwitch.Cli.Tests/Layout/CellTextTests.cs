using KillSwitch.Cli.Layout;

namespace KillSwitch.Cli.Tests.Layout;

public class CellTextTests
{
    [Fact]
    public void Words_stay_whole_where_they_fit_and_a_longer_one_is_broken()
    {
        CellText.Wrap("role/agent is stopped", 10).ShouldBe(["role/agent", "is stopped"]);
        CellText.Wrap("a abcdefgh b", 5).ShouldBe(["a", "abcde", "fgh b"]);
    }

    [Fact]
    public void The_further_lines_of_a_paragraph_are_indented() =>
        Line.Wrap("one two three", 9, first: "why  ").Select(line => line.Text).ShouldBe(["why  one", "     two", "     thre", "     e"]);

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("团队团队", 5, "团队…")]
    [InlineData("abc", 0, "")]
    public void What_is_too_long_ends_in_an_ellipsis(string text, int width, string cut) =>
        CellText.Cut(text, width, Glyphs.Unicode).ShouldBe(cut);

    [Theory]
    [InlineData(999, "999")]
    [InlineData(999.6, "1K")]
    [InlineData(9_512, "9.5K")]
    [InlineData(95_123_572, "95.1M")]
    [InlineData(999_960_000, "1G")]
    public void A_number_is_said_briefly(double number, string text) => Brief.Number((decimal)number).ShouldBe(text);

    [Fact]
    public void What_is_to_be_copied_stays_on_one_line_where_it_fits()
    {
        CellText.Wrap("type `killswitch policy apply FILE` now", 30).ShouldBe(["type", "`killswitch policy apply FILE`", "now"]);
        CellText.Wrap("type `killswitch policy apply FILE`; now", 20).ShouldBe(["type `killswitch", "policy apply FILE`;", "now"]);
    }

    [Fact]
    public void On_stderr_no_word_is_broken() =>
        CellText.Wrap("see /a/path/that/is/long here", 10, breaks: false).ShouldBe(["see", "/a/path/that/is/long", "here"]);

    [Fact]
    public void A_name_that_is_longer_than_a_line_is_broken_between_its_words() =>
        CellText.Wrap("role/nightly-batch-document-summarizer-agent-one", 40)
            .ShouldBe(["role/nightly-batch-document-summarizer-", "agent-one"]);

    [Fact]
    public void A_figure_keeps_its_unit() =>
        CellText.Wrap("a working cache serves 90.0 % in 62 s", 28).ShouldBe(["a working cache serves", "90.0 % in 62 s"]);
}
