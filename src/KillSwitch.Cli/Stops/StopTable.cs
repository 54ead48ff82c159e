using KillSwitch.Cli.Layout;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Cli.Stops;

/// <summary>Open stops, a row each.</summary>
internal static class StopTable
{
    public static TextTable Of(IEnumerable<Stop> stops, string title = "stop")
    {
        var table = new TextTable(
        [
            new Column(title),
            new Column("whom") { GoesBelow = true },
            new Column("state"),
            new Column("rule", Rank: 1) { GoesBelow = true },
            new Column("why", Rank: 2) { GoesBelow = true },
            new Column("since", Rank: 3),
            new Column("ends", Rank: 4),
        ]);
        foreach (var stop in stops)
        {
            table.Add(
                stop.Id,
                PlainText.Of(stop.Cut.Said),
                stop.State == StopState.AwaitingApproval
                    ? new Cell("waits for approval", Layout.Ink.Warning, "waits")
                    : new Cell(StopReport.State(stop), Ink(stop)),
                stop.Trip?.Rule ?? "by hand",
                StopOutput.Cause(stop),
                Moment(stop.At),
                stop.ReleaseAt is { } end ? Moment(end) : new Cell("by a person", Brief: "person"));
        }

        return table;
    }

    /// <summary>In full, and without the year where that is too long.</summary>
    public static Cell Moment(DateTimeOffset at) => new(TimeText.Minute(at), Brief: TimeText.Minute(at)[5..]);

    private static Ink Ink(Stop stop) =>
        stop.State is StopState.Failed or StopState.Releasing || stop is { State: StopState.Enforced, IsLeaking: true }
            ? Layout.Ink.Bad
            : Layout.Ink.Plain;
}
