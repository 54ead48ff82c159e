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
    public void Columns_that_matter_less_go_before_a_name_is_cut()
    {
        Lines(60)[2].ShouldBe($"{Long}    $9.00");
        Lines(60)[0].ShouldNotContain("input");
    }

    [Fact]
    public void A_name_is_cut_at_its_end_and_only_when_it_must()
    {
        Lines(40)[2].ShouldBe("role/data-team-nightly-batch-e…    $9.00");
        Table().Lines(40, Glyphs.Ascii)[2].Text.ShouldBe("role/data-team-nightly-batch...    $9.00");
    }

    [Fact]
    public void Wide_signs_take_two_cells()
    {
        var table = new TextTable([new Column("who") { IsName = true }, new Column("n", Side.Right)]);
        table.Add("团队", "1");
        table.Add("team", "2");

        table.Lines(80, Glyphs.Unicode)[2].Text.ShouldBe("团队  1");
        table.Lines(80, Glyphs.Unicode)[3].Text.ShouldBe("team  2");
    }

    private static string[] Lines(int width) => [.. Table().Lines(width, Glyphs.Unicode).Select(line => line.Text)];

    private static TextTable Table()
    {
        var table = new TextTable([new Column("who") { IsName = true }, new Column("", Rank: 2)
        {
            Bar = 20,
        }, new Column("spend", Side.Right), new Column("input", Side.Right, 1)]);
        table.Add(Long, Cell.Bar(1), "  $9.00", new Cell("95,123,572", Brief: "95.1M"));
        table.Add("role/a", Cell.Bar(0.113m), "$1.00", "12");
        return table;
    }
}
