using KillSwitch.Core.Settings;
using KillSwitch.Engine.Overviews;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>Writes the tables that the dashboard shows, a line a row.</summary>
internal static class OverviewLog
{
    public static void Overview(this JsonLog log, IEnumerable<OverviewRow> rows)
    {
        foreach (var row in rows)
        {
            log.Info(
                OverviewTable.Message,
                [
                    (OverviewTable.Table, row.Table.Name),
                    (OverviewTable.Rank, row.Rank),
                    .. row.Table.Columns.Zip(row.Cells, (column, cell) => (column.Field, (LogValue)cell)),
                ]);
        }
    }
}
