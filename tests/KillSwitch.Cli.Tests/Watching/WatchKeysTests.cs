using KillSwitch.Cli.Stops;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Cli.Watching;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Tests.Watching;

public class WatchKeysTests
{
    [Fact]
    public void Arrows_and_letters_walk_through_every_row_and_stay_at_the_ends()
    {
        var rows = WatchRow.Of(SampleGuard.Snapshot()).Select(row => row.Key).ToList();
        var view = SampleGuard.View();
        foreach (var key in rows)
        {
            view = Press(view, ConsoleKey.J);
            view.Selected.ShouldBe(key);
        }

        Press(view, ConsoleKey.DownArrow).Selected.ShouldBe(rows[^1]);
        Press(view, ConsoleKey.UpArrow).Selected.ShouldBe(rows[^2]);
        Press(SampleGuard.View(), ConsoleKey.K).Selected.ShouldBe(rows[^1]);
        Press(view, ConsoleKey.Escape).Selected.ShouldBeNull();
    }

    [Fact]
    public void R_on_the_page_of_a_stop_says_the_command_that_fits_its_state()
    {
        foreach (var stop in SampleGuard.Snapshot().Status.Stops)
        {
            var verb = stop.State == StopState.AwaitingApproval ? "approve" : "restore";
            foreach (var explained in (StopExplanation?[])[null, new StopExplanation(stop, null, null, [])])
            {
                Press(SampleGuard.View() with { Page = new Page.Explained(stop.Id, explained) }, ConsoleKey.R).Note
                    .ShouldNotBeNull().ShouldStartWith($"killswitch {verb} {stop.Id} ");
            }
        }
    }

    [Fact]
    public void What_is_asked_for_while_it_is_paused_is_read_and_then_it_rests()
    {
        var paused = Press(SampleGuard.View(), ConsoleKey.P);

        LiveWatch.IsRead(SampleGuard.View()).ShouldBeTrue();
        LiveWatch.IsRead(paused).ShouldBeFalse();
        foreach (var key in (ConsoleKey[])[ConsoleKey.B, ConsoleKey.W])
        {
            var asked = Press(paused, key);
            LiveWatch.IsRead(asked).ShouldBeTrue();
            LiveWatch.IsRead(asked with { Snapshot = asked.Snapshot! with { By = asked.By, Unit = asked.Unit } }).ShouldBeFalse();
        }
    }

    [Fact]
    public void R_says_the_command_for_the_selected_stop_and_enter_asks_why()
    {
        var stop = SampleGuard.Snapshot().Status.Stops[0];
        var view = Press(SampleGuard.View(), ConsoleKey.J);

        Press(view, ConsoleKey.R).Note.ShouldBe($"killswitch restore {stop.Id} --stack KillSwitch --region us-east-1");
        Press(Press(view, ConsoleKey.J), ConsoleKey.R).Note.ShouldNotBeNull().ShouldStartWith("killswitch approve stop-");
        var (opened, wish) = WatchKeys.Press(view, Key(ConsoleKey.Enter));
        wish.ShouldBe(WatchWish.Explain);
        opened.Page.ShouldBe(new Page.Explained(stop.Id, null));
        Press(opened, ConsoleKey.Enter).Page.ShouldBeNull();
    }

    [Fact]
    public void Enter_on_a_name_shows_its_counters_alone()
    {
        var view = SampleGuard.View() with { Selected = "name " + SampleGuard.LongName };

        var page = Press(view, ConsoleKey.Enter).Page.ShouldBeOfType<Page.CountersOf>();

        page.Name.ShouldBe(SampleGuard.LongName);
        page.Counters.ShouldHaveSingleItem().Subject.ShouldBe(SampleGuard.LongName);
    }

    [Fact]
    public void B_and_w_go_round_and_ask_for_new_figures()
    {
        var (view, wish) = WatchKeys.Press(SampleGuard.View(), Key(ConsoleKey.B));
        (view.By, wish).ShouldBe((UsageBy.Session, WatchWish.Refresh));
        Press(Press(view, ConsoleKey.B), ConsoleKey.B).By.ShouldBe(UsageBy.Principal);
        (view, wish) = WatchKeys.Press(SampleGuard.View(), Key(ConsoleKey.W));
        (view.Unit, wish).ShouldBe((WindowUnit.Week, WatchWish.Refresh));
    }

    [Fact]
    public void P_pauses_and_goes_on_and_q_quits_from_anywhere()
    {
        var (paused, wish) = WatchKeys.Press(SampleGuard.View(), Key(ConsoleKey.P));
        (paused.IsPaused, wish).ShouldBe((true, WatchWish.None));
        (paused, wish) = WatchKeys.Press(paused, Key(ConsoleKey.Spacebar));
        (paused.IsPaused, wish).ShouldBe((false, WatchWish.Refresh));
        WatchKeys.Press(SampleGuard.View() with { Page = new Page.Help() }, Key(ConsoleKey.Q)).Wish.ShouldBe(WatchWish.Quit);
        WatchKeys.Press(SampleGuard.View() with { Snapshot = null }, Key(ConsoleKey.Q)).Wish.ShouldBe(WatchWish.Quit);
    }

    [Fact]
    public void Before_the_first_figures_no_key_does_harm()
    {
        foreach (var key in Enum.GetValues<ConsoleKey>().Where(key => key != ConsoleKey.None))
            WatchKeys.Press(SampleGuard.View() with { Snapshot = null }, Key(key));
    }

    private static WatchView Press(WatchView view, ConsoleKey key) => WatchKeys.Press(view, Key(key)).View;

    private static ConsoleKeyInfo Key(ConsoleKey key) => new('\0', key, shift: false, alt: false, control: false);
}
