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
            new Column("whom"),
            new Column("state"),
            new Column("rule", Rank: 1),
            new Column("why", Rank: 2),
            new Column("since", Rank: 3),
            new Column("ends", Rank: 4),
        ]);
        foreach (var stop in stops)
        {
            table.Add(
                stop.Id,
                (stop.Target is StopTarget.WholeAccount ? "account " : "") + PlainText.Of(stop.Target.Name),
                stop.State == StopState.AwaitingApproval
                    ? new Cell("waits for approval", Layout.Ink.Warning, "waits")
                    : new Cell(StopReport.State(stop), Ink(stop.State)),
                stop.Trip?.Rule ?? "by hand",
                StopOutput.Cause(stop),
                Moment(stop.At),
                stop.ReleaseAt is { } end ? Moment(end) : new Cell("by a person", Brief: "person"));
        }

        return table;
    }

    /// <summary>In full, and without the year where that is too long.</summary>
    public static Cell Moment(DateTimeOffset at) => new(TimeText.Minute(at), Brief: TimeText.Minute(at)[5..]);

    private static Ink Ink(StopState state) => state switch
    {
        StopState.Failed or StopState.Releasing => Layout.Ink.Bad,
        _ => Layout.Ink.Plain,
    };
}
