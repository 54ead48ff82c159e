using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Watching;

namespace KillSwitch.Cli.Tests.Watching;

public class WatchFrameTests
{
    public static TheoryData<int, int> Sizes =>
        new() { { 200, 60 }, { 120, 40 }, { 80, 24 }, { 60, 16 }, { 40, 10 }, { 30, 6 }, { 20, 3 }, { 5, 2 }, { 1, 1 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_screen_is_filled_and_never_wider_or_taller_than_the_terminal(int width, int height)
    {
        WatchView[] views =
        [
            SampleGuard.View(),
            SampleGuard.View() with { Snapshot = null },
            SampleGuard.View(
                SampleGuard.Snapshot(
                300, "the watch has never run: look at its schedule and its log", "two", "three", "four")) with { Failure = "AWS said no: "
                + new string('x', 300), Note = new string('y', 300), Selected = "name role/name-250" },
            SampleGuard.View() with { Page = new Page.Help() },
            SampleGuard.View() with { Page = new Page.CountersOf(SampleGuard.LongName, [SampleGuard.Reading(0, SampleGuard.LongName, 54)]),
                Scrolled = 40 },
        ];
        foreach (var glyphs in (Glyphs[])[Glyphs.Unicode, Glyphs.Ascii])
        {
            foreach (var view in views)
            {
                var lines = new WatchFrame(view, SampleGuard.Now, width, height, glyphs).Lines();
                lines.Count.ShouldBe(height);
                lines.ShouldAllBe(line => line.Width <= width);
            }
        }
    }

    [Fact]
    public void At_eighty_columns_everything_that_matters_is_there()
    {
        var lines = Lines(SampleGuard.View(), 80, 24);

        lines[0].ShouldBe("KillSwitch  us-east-1  account 123456789012  policy 3 enforces      10:30:00 UTC");
        lines[1].ShouldBe("well: watch 12 s ago");
        lines[2].ShouldBe("this hour $12.50   today $399.20   burning $25.00/h over the last 5 min");
        lines[3].ShouldEndWith("█ 24 h, $23.00 at most");
        Row(lines, "stops (2)").ShouldContain("whom");
        // The long name stands above its figures.
        lines[Array.IndexOf(lines, "  " + SampleGuard.LongName) + 1].ShouldMatch(" 90 %  stops 10:42 +\\$54.00 of \\$60.00 +daily-cap");
        Row(lines, "role/agent-7  ").ShouldContain("enforced");
        lines.ShouldContain(line => line.Contains(" 50 %  at rest", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains(" 20 %  not ", StringComparison.Ordinal));
        Row(lines, "principal, today").ShouldContain("spend");
        lines[^2].ShouldStartWith("q quit  p pause");
        lines[^1].ShouldStartWith("? help");
    }

    [Fact]
    public void A_name_never_stands_without_what_is_said_of_it()
    {
        var snapshot = SampleGuard.Snapshot();
        var first = snapshot.Top.Rows[0] with { Name = "role/" + new string('a', 90) };
        var view = SampleGuard.View(snapshot with { Top = snapshot.Top with { Rows = [first, first with { Name = first.Name + "b" }] } });
        for (var height = 12; height < 40; height++)
        {
            var lines = Lines(view, 100, height);
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].Contains("aaaa", StringComparison.Ordinal))
                    lines[i + 1].ShouldContain("$", customMessage: string.Join('\n', lines));
            }
        }
    }

    [Fact]
    public void The_page_of_a_stop_says_every_key_that_it_hears() =>
        Lines(SampleGuard.View() with { Page = new Page.Explained("stop-a", null) }, 100, 24)[^1]
            .ShouldBe("q quit  ↑↓ scroll  r restore  any other key: back");

    [Fact]
    public void The_row_that_is_selected_is_in_sight_however_far_down()
    {
        var view = SampleGuard.View(SampleGuard.Snapshot(names: 150)) with { Selected = "name role/name-140" };

        Lines(view, 80, 24).ShouldContain(line => line.StartsWith("▸ role/name-140 ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_wrong_comes_before_what_is_spent_and_says_where_there_is_more()
    {
        var lines = Lines(SampleGuard.View(SampleGuard.Snapshot(3, "first fault", "second fault")), 80, 16);

        lines[1].ShouldBe("! (and 1 more: `killswitch status`) first fault");
    }

    [Fact]
    public void Old_data_says_how_old_it_is_and_what_aws_said()
    {
        var at = SampleGuard.Now.AddSeconds(41);

        new WatchFrame(SampleGuard.View() with { Failure = "AWS could not be reached: no route" }, at, 100, 24, Glyphs.Unicode)
            .Lines()[^2].Text
            .ShouldBe("! data is 41 s old, trying again: AWS could not be reached: no route");
        new WatchFrame(SampleGuard.View(), at, 100, 24, Glyphs.Unicode)
            .Lines()[^2].Text.ShouldBe("! data is 41 s old: AWS has not answered yet");
        new WatchFrame(SampleGuard.View() with { IsPaused = true }, at, 100, 24, Glyphs.Unicode).Lines()
            .ShouldNotContain(line => line.Text.Contains("old", StringComparison.Ordinal));
    }

    [Fact]
    public void A_frame_for_a_pipe_has_no_keys_and_no_end_to_its_lines()
    {
        var lines = new WatchFrame(SampleGuard.View(), SampleGuard.Now, 10_000, WatchFrame.Unbounded, Glyphs.Unicode).Lines()
            .Select(line => line.Text).ToList();

        lines.ShouldNotContain(line => line.Contains("q quit", StringComparison.Ordinal));
        lines.Count.ShouldBeLessThan(60);
        lines[^1].Trim().ShouldNotBeEmpty();
        Row([.. lines], SampleGuard.LongName).ShouldContain("stops in 12 min, 10:42  $54.00 of $60.00");
    }

    [Fact]
    public void Names_cannot_steer_the_terminal()
    {
        var snapshot = SampleGuard.Snapshot();
        var row = snapshot.Top.Rows[0] with { Name = "role/\e[2J\u202e" };
        var view = SampleGuard.View(snapshot with { Top = snapshot.Top with { Rows = [row] } });

        string.Concat(Lines(view, 100, 30)).ShouldNotContain('\e');
    }

    private static string[] Lines(WatchView view, int width, int height) =>
        [.. new WatchFrame(view, SampleGuard.Now, width, height, Glyphs.Unicode).Lines().Select(line => line.Text)];

    private static string Row(string[] lines, string name) => lines.First(line => line.Contains(name, StringComparison.Ordinal));
}
