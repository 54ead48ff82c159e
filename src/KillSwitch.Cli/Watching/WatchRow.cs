using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Watching;

/// <summary>A row that can be selected, by a key that stays its own from one refresh to the next.</summary>
internal abstract record WatchRow(string Key)
{
    /// <summary>As many rows of a section as anyone scrolls through.</summary>
    public const int Most = 200;

    internal sealed record OfStop(Stop Stop) : WatchRow("stop " + Stop.Id);

    internal sealed record OfCounter(Projection Counter) : WatchRow($"counter {Counter.Reading.Rule.Id} {Counter.Reading.Scope}");

    internal sealed record OfName(UsageRow Usage) : WatchRow("name " + Usage.Name);

    /// <summary>Every row, from top to bottom.</summary>
    public static IReadOnlyList<WatchRow> Of(Snapshot snapshot) =>
    [
        .. snapshot.Status.Stops.Take(Most).Select(stop => new OfStop(stop)),
        .. snapshot.Closest.Take(Most).Select(counter => new OfCounter(counter)),
        .. snapshot.Top.Rows.Take(Most).Select(row => new OfName(row)),
    ];
}
