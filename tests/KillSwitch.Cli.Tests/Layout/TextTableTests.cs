using KillSwitch.Cli.Layout;

namespace KillSwitch.Cli.Tests.Layout;

public class TextTableTests
{
    private const string Long = "role/data-team-nightly-batch-embedding-refresh";

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    [InlineData(50)]
    [InlineData(20)]
    [InlineData(3)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        foreach (var glyphs in (Glyphs[])[Glyphs.Unicode, Glyphs.Ascii])
            Table().Lines(width, glyphs).ShouldAllBe(line => line.Width <= width);
    }

    [Fact]
    public void Where_there_is_room_everything_is_said_in_full()
    {
        var lines = Lines(160);

        lines[0].ShouldBe("who                                                                     spend       input");
        lines[2].ShouldBe($"{Long}  ████████████████████    $9.00  95,123,572");
        lines[3].ShouldBe("role/a                                          ██▎                     $1.00          12");
    }

    [Fact]
    public void Bars_shrink_before_a_figure_is_said_briefly()
    {
        Lines(75)[2].ShouldBe($"{Long}  ██████    $9.00  95,123,572");
        Lines(68)[2].ShouldBe($"{Long}  ████    $9.00  95.1M");
    }

    [Fact]
    public void A_name_stands_above_its_figures_where_both_do_not_fit()
    {
        Lines(60).ShouldBe(
        [
            "who                                             spend  input",
            new string('─', 60),
            Long,
            "                                                $9.00  95.1M",
            "role/a                                          $1.00     12",
        ]);
    }

    [Fact]
    public void A_long_cell_stands_below_its_row_and_costs_the_others_nothing()
    {
        var table = new TextTable([new Column("stop"), new Column("whom") { GoesBelow = true }, new Column("why", Rank: 1)
        {
            GoesBelow = true,
        }, new Column("ends")]);
        table.Add("stop-a", "role/a", "$9.00 of $8.00", "by a person");
        table.Add("stop-b", Long, "it loops since this morning, and nobody answers", "10:00");

        table.Lines(60, Glyphs.Unicode).Select(line => line.Text).ShouldBe(
        [
            "stop    whom    why             ends",
            new string('─', 43),
            "stop-a  role/a  $9.00 of $8.00  by a person",
            "stop-b                          10:00",
            "  whom " + Long,
            "  why it loops since this morning, and nobody answers",
        ]);
        table.Lines(160, Glyphs.Unicode).Count.ShouldBe(4);
        foreach (var width in Enumerable.Range(1, 160))
            table.Lines(width, Glyphs.Unicode).ShouldAllBe(line => line.Width <= width);
    }

    [Fact]
    public void Where_that_is_not_enough_each_row_is_a_block_that_names_its_cells()
    {
        var table = new TextTable([new Column("stop"), new Column("whom"), new Column("", Rank: 9) { Bar = 8 }, new Column("ends")]);
        table.Add("stop-abcdefghjk", Long, Cell.Bar(1), new Cell("by a person, who reads", Brief: "a person who reads"));
        table.Add("stop-a", "role/a", Cell.Bar(1), "");

        table.Lines(80, Glyphs.Unicode).Select(line => line.Text).ShouldBe(
        [
            "stop",
            new string('─', 80),
            $"stop-abcdefghjk   whom {Long}",
            "  ends by a person, who reads",
            "stop-a   whom role/a",
        ]);
        table.Layout(80, Glyphs.Unicode).Rows.Select(row => row.Count).ShouldBe([2, 1]);
    }

    [Fact]
    public void A_name_is_broken_only_where_it_is_longer_than_the_screen_and_nothing_of_it_is_lost()
    {
        var lines = Table().Lines(40, Glyphs.Unicode).Select(line => line.Text).ToList();

        lines.ShouldNotContain(line => line.Contains('…', StringComparison.Ordinal));
        string.Concat(lines).ShouldContain(Long);
    }

    [Fact]
    public void Wide_signs_take_two_cells()
    {
        var table = new TextTable([new Column("who"), new Column("n", Side.Right)]);
        table.Add("团队", "1");
        table.Add("team", "2");

        table.Lines(80, Glyphs.Unicode)[2].Text.ShouldBe("团队  1");
        table.Lines(80, Glyphs.Unicode)[3].Text.ShouldBe("team  2");
    }

    private static string[] Lines(int width) => [.. Table().Lines(width, Glyphs.Unicode).Select(line => line.Text)];

    private static TextTable Table()
    {
        var table = new TextTable([new Column("who"), new Column("", Rank: 2)
        {
            Bar = 20,
        }, new Column("spend", Side.Right), new Column("input", Side.Right, 1)]);
        table.Add(Long, Cell.Bar(1), "  $9.00", new Cell("95,123,572", Brief: "95.1M"));
        table.Add("role/a", Cell.Bar(0.113m), "$1.00", "12");
        return table;
    }
}
