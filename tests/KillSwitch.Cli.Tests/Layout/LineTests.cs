using KillSwitch.Cli.Layout;

namespace KillSwitch.Cli.Tests.Layout;

public class LineTests
{
    [Fact]
    public void A_paragraph_fits_with_whatever_its_further_lines_begin_with() =>
        Line.Wrap("one two three four", 12, further: "    ").Select(line => line.Text).ShouldBe(["one two", "    three", "    four"]);

    [Fact]
    public void What_is_said_of_a_name_stands_beside_it_where_that_fits() =>
        Line.Entry("user/a", "cap: $4.40 of $3.00", 40, first: "  ").Select(line => line.Text).ShouldBe(["  user/a  cap: $4.40 of $3.00"]);

    [Fact]
    public void What_is_said_of_a_name_stands_under_it_where_the_terminal_is_narrow() =>
        Line.Entry("user/a", "cap: $4.40 of $3.00", 20, first: "  ").Select(line => line.Text)
            .ShouldBe(["  user/a", "    cap: $4.40 of", "    $3.00"]);

    [Fact]
    public void What_belongs_together_moves_to_a_further_line_together()
    {
        Line[] groups = [Line.Of("this hour $1"), Line.Of("today $2"), Line.Of("burning $3/h")];

        Line.Flow(groups, "   ", 24, "  ").Select(line => line.Text).ShouldBe(["this hour $1   today $2", "  burning $3/h"]);
        Line.Flow(groups, "   ", 8, "").Select(line => line.Text).ShouldBe(["this", "hour $1", "today $2", "burning", "$3/h"]);
    }

    [Fact]
    public void Each_word_of_a_paragraph_keeps_its_ink_and_what_is_quoted_stays_whole()
    {
        var line = Line.Of(new Piece("role/a", Ink.Strong), new Piece(": see `killswitch explain role/a`, "), new Piece("$3", Ink.Bad));

        var lines = line.Wrap(32, "", "  ").ToList();

        lines.Select(one => one.Text).ShouldBe(["role/a: see", "  `killswitch explain role/a`,", "  $3"]);
        lines[0].Pieces.Where(piece => piece.Ink == Ink.Strong).Select(piece => piece.Text).ShouldBe(["role/a"]);
        lines[2].Pieces.Where(piece => piece.Ink == Ink.Bad).Select(piece => piece.Text).ShouldBe(["$3"]);
        lines[1].Pieces.ShouldAllBe(piece => piece.Ink == Ink.Plain);
    }
}
