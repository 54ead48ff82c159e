using System.Globalization;
using System.Text;
using KillSwitch.Overshoot.Watchers;

namespace KillSwitch.Overshoot.Results;

/// <summary>Summaries as people read them: shares of the limit, and the worst in dollars.</summary>
internal static class MarkdownTable
{
    public static string Of(IEnumerable<Summary> summaries)
    {
        var table = new StringBuilder();
        table.Append("| workload, limit | watched by | past the limit: median | p95 | worst | | unspent: mean | p95 "
            + "|\n|---|---|---|---|---|---|---|---|\n");
        var last = "";
        foreach (var one in summaries)
        {
            var workload = one.Workload == last
                ? ""
                : $"{one.Workload}, {"$" + one.Limit.ToString("#,##0", CultureInfo.InvariantCulture)} ({one.Cases} cases)";
            last = one.Workload;
            var name = one.WatchedBy.IsGuard() ? $"**{one.WatchedBy.Name()}**" : one.WatchedBy.Name();
            table.Append(CultureInfo.InvariantCulture,
                $"| {workload} | {name} | {Share(one.PastMedian)} | {Share(one.PastP95)} | {Share(one.PastWorst)} | "
                + $"{Dollars(one.PastWorst * one.Limit)} | {Share(one.UnspentMean)} | {Share(one.UnspentP95)} |\n");
        }

        return table.ToString();
    }

    /// <summary>One workload and watcher under several limits.</summary>
    public static string OfLimits(IEnumerable<Summary> summaries)
    {
        var table = new StringBuilder();
        table.Append("| limit | past the limit: median | p95 | worst | unspent: mean | p95 |\n|---|---|---|---|---|---|\n");
        foreach (var one in summaries)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| ${one.Limit:#,##0} | {Share(one.PastMedian)} | {Share(one.PastP95)} | {Share(one.PastWorst)} | "
                + $"{Share(one.UnspentMean)} | {Share(one.UnspentP95)} |\n");
        }

        return table.ToString();
    }

    public static string Share(decimal share) => share switch
    {
        0 => "0",
        < 0.00005m => "< 0.01 %",
        >= 10 => (share * 100).ToString("#,##0", CultureInfo.InvariantCulture) + " %",
        >= 0.1m => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %",
        _ => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %",
    };

    private static string Dollars(decimal amount) =>
        amount == 0 ? "0" : "$" + amount.ToString(amount < 100 ? "0.00" : "#,##0", CultureInfo.InvariantCulture);
}
