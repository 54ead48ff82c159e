using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.PolicyTurns;

namespace KillSwitch.Engine.Overviews;

/// <summary>A row of a table of the overview, a text for each of its columns.</summary>
public sealed record OverviewRow(OverviewTable Table, int Rank, IReadOnlyList<string> Cells);

/// <summary>The overview as the tables that people read.</summary>
public static class OverviewRows
{
    private const string BeingSummed = "being summed up";

    /// <param name="overview">As it was read.</param>
    /// <param name="open">Every open stop.</param>
    public static IEnumerable<OverviewRow> Of(Overview overview, IReadOnlyList<Stop> open) =>
    [
        .. Rows(OverviewTable.Spend, [Spend("today", overview.Today), Spend("this month", overview.ThisMonth)]),
        .. Rows(OverviewTable.Spenders, [.. overview.Spenders.Select(Cells)]),
        .. Rows(OverviewTable.Limits, [.. overview.Fullest.Select(Cells)]),
        .. Rows(OverviewTable.Stops, Stops(open)),
    ];

    // What stood in a row before goes away only where the row is written.
    private static IEnumerable<OverviewRow> Rows(OverviewTable table, List<string[]> rows) =>
        Enumerable.Range(0, table.Rows).Select(i => new OverviewRow(
            table, i + 1, i < rows.Count ? rows[i] : [.. table.Columns.Select(_ => OverviewTable.Empty)]));

    private static string[] Spend(string span, AccountSpend spend) =>
    [
        span,
        spend.Logged is { } logged ? (logged + spend.Unattributed).ToString() : BeingSummed,
        spend.Unattributed.ToString(),
        spend.Limit is { } limit ? new Usd(limit.Bound).ToString() : "none",
        spend.Limit is { } used ? Percent(used.Share) : OverviewTable.Empty,
        spend.Limit?.Rule ?? OverviewTable.Empty,
    ];

    private static string[] Cells(Spender spender) =>
    [
        PlainText.Of(spender.Name),
        spender.Today.Cost.ToString(),
        spender.Today.Calls.ToString("#,##0", CultureInfo.InvariantCulture),
        spender.Today.CacheHitRatio is { } ratio ? Percent(ratio) : OverviewTable.Empty,
        spender.ThisMonth is { } month ? month.Cost.ToString() : BeingSummed,
    ];

    private static string[] Cells(LiveCounter counter) =>
    [
        PlainText.Of(counter.Hit.Subject),
        Percent(OverviewReader.Share(counter)),
        $"{Figure.Number(counter.Hit.Rule.Unit, counter.Measured)} of {Figure.Text(counter.Hit.Rule.Unit, counter.Limit)}",
        counter.Hit.Rule.Id,
        counter.Hit.Rule.Every.IsRolling ? "rolling" : Minute(counter.Window.Until),
    ];

    // Who should be stopped and is not comes first.
    private static List<string[]> Stops(IReadOnlyList<Stop> open)
    {
        var rows = open.OrderByDescending(stop => stop.State == StopState.Failed).ThenByDescending(stop => stop.At)
            .ThenBy(stop => stop.Id, StringComparer.Ordinal)
            .Select(stop => (string[])
            [
                PlainText.Of(stop.Target.Said),
                StopReport.State(stop), stop.Id, stop.Trip?.Rule ?? stop.Cause.RuleText, Minute(stop.At),
            ]).ToList();
        if (rows.Count <= OverviewTable.Stops.Rows)
            return rows;
        var shown = OverviewTable.Stops.Rows - 1;
        return [.. rows.Take(shown), [$"and {rows.Count - shown} more", "killswitch status", .. Enumerable.Repeat(OverviewTable.Empty, 3)]];
    }

    private static string Percent(decimal share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
