using System.Globalization;
using System.Text;
using KillSwitch.Overshoot.Innocents;

namespace KillSwitch.Overshoot.Results;

/// <summary>How many innocents were stopped, as people read it.</summary>
internal static class InnocentTable
{
    public static string Of(IEnumerable<InnocentSummary> summaries)
    {
        var table = new StringBuilder("| innocents | callers watched | stopped |\n|---|---|---|\n");
        foreach (var one in summaries)
            table.Append(CultureInfo.InvariantCulture, $"| {one.Name} | {one.Callers:#,##0} | {one.Stopped:#,##0} |\n");
        return table.ToString();
    }

    /// <summary>Those who ended near their limit, by where.</summary>
    public static string NearTheLimit(IReadOnlyCollection<(int Callers, int Stopped, decimal EndsAt)> runs)
    {
        decimal[] ends = [0.70m, 0.80m, 0.90m, 0.95m, 0.97m, 0.98m, 0.99m, 1];
        var table = new StringBuilder("| ended at | runs | stopped all the same |\n|---|---|---|\n");
        foreach (var (from, to) in ends.Zip(ends[1..]))
        {
            var some = runs.Where(run => run.EndsAt >= from && run.EndsAt < to).ToList();
            var stopped = some.Count(run => run.Stopped > 0);
            table.Append(CultureInfo.InvariantCulture,
                $"| {from * 100:0} to {to * 100:0} % | {some.Count} | "
                + $"{stopped}{(some.Count == 0 ? "" : $" ({MarkdownTable.Share((decimal)stopped / some.Count)})")} |\n");
        }

        return table.ToString();
    }

    public static string OfTrade(IEnumerable<TradePoint> points)
    {
        var table = new StringBuilder(
            "| the brake may act from | innocents stopped: ending under 70 % | 70 to 100 % | past the limit, limits of 20 minutes and "
            + "more: p95 | worst | unspent: mean | past the limit, shorter limits: mean | p95 |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var one in points)
        {
            var mark = one.From == Core.Evaluation.PredictiveBrake.From ? "**" : "";
            table.Append(CultureInfo.InvariantCulture,
                $"| {mark}{(one.From == 1 ? "the limit itself (exact)" : one.From == 0 ? "0, at once" : $"{one.From * 100:0} %")}{mark} | "
                + $"{Of(one.Under)} | {Of(one.Near)} | {MarkdownTable.Share(one.Long.PastP95)} | "
                + $"{MarkdownTable.Share(one.Long.PastWorst)} | {MarkdownTable.Share(one.Long.UnspentMean)} | "
                + $"{MarkdownTable.Share(one.Short.PastMean)} | {MarkdownTable.Share(one.Short.PastP95)} |\n");
        }

        return table.ToString();

        static string Of(InnocentSummary some) => some.Stopped == 0 ? "0" : $"{some.Stopped} of {some.Callers}";
    }
}
