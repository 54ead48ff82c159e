namespace KillSwitch.Core.Settings;

/// <summary>One column of a table of the overview.</summary>
/// <param name="Field">Its field in the watch's log.</param>
/// <param name="Title">Its heading on the dashboard: letters and underlines, and no field's name.</param>
public sealed record OverviewColumn(string Field, string Title);

/// <summary>
/// A table that the watch writes into its log, a line a row, and the dashboard shows. Every row is written each time, empty ones as
/// <see cref="Empty"/>: so the newest line of each rank is the table as it stands.
/// </summary>
/// <param name="Name">As the lines name it, in <see cref="Table"/>.</param>
/// <param name="Rows">How many lines it always has.</param>
/// <param name="Columns">An empty row is told by the first of them.</param>
public sealed record OverviewTable(string Name, int Rows, IReadOnlyList<OverviewColumn> Columns)
{
    /// <summary>What every line says.</summary>
    public const string Message = "overview";

    /// <summary>The field with the table's name.</summary>
    public const string Table = "table";

    /// <summary>The field with the number of the row, from 1.</summary>
    public const string Rank = "rank";

    /// <summary>A cell without anything in it.</summary>
    public const string Empty = "-";

    /// <summary>How often the watch writes them.</summary>
    public static TimeSpan Every { get; } = TimeSpan.FromMinutes(5);

    /// <summary>What was spent today and this month, against the limits of the account.</summary>
    public static OverviewTable Spend { get; } = new("spend", 2,
    [
        new("span", "Period"), new("spentInSpan", "Spent"), new("notInLog", "In_no_log"), new("bound", "Account_limit"),
        new("share", "Used"), new("boundBy", "Rule"),
    ]);

    /// <summary>Who spends most today.</summary>
    public static OverviewTable Spenders { get; } = new("spenders", 10,
    [
        new("who", "Principal"), new("spentToday", "Today"), new("callsToday", "Calls_today"),
        new("cachedToday", "From_the_cache_today"), new("spentThisMonth", "This_month"),
    ]);

    /// <summary>What is closest to its limit.</summary>
    public static OverviewTable Limits { get; } = new("limits", 10,
    [
        new("whose", "Counter"), new("shareOfLimit", "Used"), new("ofLimit", "Of_its_limit"), new("limitOf", "Rule"),
        new("turnsAt", "Until_UTC"),
    ]);

    /// <summary>Open stops.</summary>
    public static OverviewTable Stops { get; } = new("stops", 10,
    [
        new("stopTarget", "Stopped"), new("stopState", "State"), new("stopId", "Stop"), new("stoppedBy", "Rule"),
        new("stoppedAt", "Since_UTC"),
    ]);

    public static IReadOnlyList<OverviewTable> All { get; } = [Spend, Spenders, Limits, Stops];

    /// <summary>The table as it stands, in the language of CloudWatch Logs Insights: a command a line.</summary>
    public IReadOnlyList<string> Query =>
    [
        $"filter message = \"{Message}\" and {Table} = \"{Name}\"",
        $"stats {string.Join(", ", Columns.Select(column => $"latest({column.Field}) as {column.Title}"))} by {Rank}",
        $"filter {Columns[0].Title} != \"{Empty}\"",
        $"sort {Rank} asc",
    ];
}
