using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Cli.Watching;

/// <summary>What a key asks for beyond a change of the view.</summary>
internal enum WatchWish
{
    None,
    Quit,
    Refresh,

    /// <summary>Read what is to be said of the stop on the page.</summary>
    Explain,
}

/// <summary>What keys do. Pure.</summary>
internal static class WatchKeys
{
    private static readonly UsageBy[] Bys = [UsageBy.Principal, UsageBy.Session, UsageBy.Model];
    private static readonly WindowUnit[] Units = [WindowUnit.Hour, WindowUnit.Day, WindowUnit.Week, WindowUnit.Month];

    public static (WatchView View, WatchWish Wish) Press(WatchView view, ConsoleKeyInfo key)
    {
        view = view with { Note = null };
        return (view.Page, key) switch
        {
            (_, { Key: ConsoleKey.Q }) => (view, WatchWish.Quit),
            (not null, { Key: ConsoleKey.DownArrow or ConsoleKey.J }) => (view with { Scrolled = view.Scrolled + 1 }, WatchWish.None),
            (not null, { Key: ConsoleKey.UpArrow or ConsoleKey.K }) =>
                (view with { Scrolled = Math.Max(0, view.Scrolled - 1) }, WatchWish.None),
            (Page.Explained page, { Key: ConsoleKey.R }) => (view with { Note = Command(view, page) }, WatchWish.None),
            (not null, _) => (view with { Page = null, Scrolled = 0 }, WatchWish.None),
            (_, { KeyChar: '?' } or { Key: ConsoleKey.H }) => (view with { Page = new Page.Help(), Scrolled = 0 }, WatchWish.None),
            (_, { Key: ConsoleKey.P or ConsoleKey.Spacebar }) =>
                (view with { IsPaused = !view.IsPaused }, view.IsPaused ? WatchWish.Refresh : WatchWish.None),
            (_, { Key: ConsoleKey.B }) => (view with { By = Next(Bys, view.By), Selected = null }, WatchWish.Refresh),
            (_, { Key: ConsoleKey.W }) => (view with { Unit = Next(Units, view.Unit) }, WatchWish.Refresh),
            (_, { Key: ConsoleKey.DownArrow or ConsoleKey.J }) => (Move(view, 1), WatchWish.None),
            (_, { Key: ConsoleKey.UpArrow or ConsoleKey.K }) => (Move(view, -1), WatchWish.None),
            (_, { Key: ConsoleKey.Escape }) => (view with { Selected = null }, WatchWish.None),
            (_, { Key: ConsoleKey.Enter }) => Open(view),
            (_, { Key: ConsoleKey.R }) => (Restore(view), WatchWish.None),
            _ => (view, WatchWish.None),
        };
    }

    private static T Next<T>(T[] all, T current) => all[(Array.IndexOf(all, current) + 1) % all.Length];

    private static WatchView Move(WatchView view, int by)
    {
        if (view.Snapshot is not { } snapshot || WatchRow.Of(snapshot) is not { Count: > 0 } rows)
            return view;
        var at = rows.ToList().FindIndex(row => row.Key == view.Selected);
        var next = at < 0 ? (by > 0 ? 0 : rows.Count - 1) : Math.Clamp(at + by, 0, rows.Count - 1);
        return view with { Selected = rows[next].Key };
    }

    private static WatchRow? Chosen(WatchView view) =>
        view.Snapshot is { } snapshot ? WatchRow.Of(snapshot).FirstOrDefault(row => row.Key == view.Selected) : null;

    private static (WatchView, WatchWish) Open(WatchView view) => Chosen(view) switch
    {
        WatchRow.OfStop { Stop: var stop } => (view with { Page = new Page.Explained(stop.Id, null), Scrolled = 0 }, WatchWish.Explain),
        WatchRow.OfName { Usage: var row } => (view with { Page = CountersOf(view.Snapshot!, row), Scrolled = 0 }, WatchWish.None),
        WatchRow.OfCounter { Counter.Reading: var reading } => (view with
        {
            Page = new Page.CountersOf(
                reading.Subject, [.. view.Snapshot!.Status.Counters.Where(counter => counter.Subject == reading.Subject)]),
            Scrolled = 0,
        }, WatchWish.None),
        _ => (view with { Note = "nothing is selected: ↓ selects" }, WatchWish.None),
    };

    // A name's counters are those whose scope has its values, whatever else they tell apart.
    private static Page.CountersOf CountersOf(Snapshot snapshot, UsageRow row) => new(
        row.Name,
        [.. snapshot.Status.Counters.Where(counter =>
            snapshot.By.Told.All(dimension => ScopeText.Value(counter.Scope, dimension) == ScopeText.Value(row.Scope, dimension)))]);

    private static WatchView Restore(WatchView view) => view with
    {
        Note = Chosen(view) is WatchRow.OfStop { Stop: var stop }
            ? Command(view, stop)
            : "no stop is selected: ↓ selects one, r then says how it is restored",
    };

    private static string Command(WatchView view, Page.Explained page) =>
        (page.Explanation?.Stop ?? view.Snapshot?.Status.Stops.FirstOrDefault(stop => stop.Id == page.StopId)) is { } stop
        ? Command(view, stop)
        : Command(view, "restore", page.StopId);

    private static string Command(WatchView view, Stop stop) =>
        Command(view, stop.State == StopState.AwaitingApproval ? "approve" : "restore", stop.Id);

    private static string Command(WatchView view, string verb, string id) => view.Snapshot is { Place: var place }
        ? $"killswitch {verb} {id} --stack {place.Stack} --region {place.Region}"
        : $"killswitch {verb} {id}";
}
