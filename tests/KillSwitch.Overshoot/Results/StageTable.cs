using System.Globalization;
using System.Text;
using KillSwitch.Overshoot.Latency;

namespace KillSwitch.Overshoot.Results;

/// <summary>The stages that the study draws from, with their sources.</summary>
internal static class StageTable
{
    public static string Markdown()
    {
        var table = new StringBuilder("| stage | least | median | p95 | p99 | most | from |\n|---|---|---|---|---|---|---|\n");
        foreach (var stage in Stages.All)
        {
            var spread = stage.Spread;
            table.Append($"| {stage.Name} | {Text(spread.Least)} | {Text(spread.Median)} | {Text(spread.P95)} | {Text(spread.P99)} | "
                + $"{Text(spread.Most)} | {stage.Source} |\n");
        }

        return table.ToString();
    }

    private static string Text(long milliseconds) => milliseconds switch
    {
        >= 3_600_000 => (milliseconds / 3_600_000m).ToString("0.#", CultureInfo.InvariantCulture) + " h",
        >= 1_000 => (milliseconds / 1_000m).ToString("0.#", CultureInfo.InvariantCulture) + " s",
        0 => "0",
        _ => milliseconds.ToString(CultureInfo.InvariantCulture) + " ms",
    };
}
