using System.Globalization;
using System.Text;
using KillSwitch.Core.Drills;

namespace KillSwitch.Engine.Report;

/// <summary>What a drill found, as one self-contained page: no script, no network, light and dark.</summary>
public static class DrillReport
{
    public static void Write(DrillFindings drill, TextWriter writer)
    {
        var title = $"Fire drill in {drill.Region}, account {drill.Account}";
        var html = new StringBuilder();
        html.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
            <title>{Html.Text(title)}</title>
            <style>
            {Style.Sheet}
            </style>
            </head>
            <body><main>
            <h1>{Html.Text(title)}</h1>
            <p class="subtitle">{Html.Text(drill.Id)} · {Html.Time(drill.StartedAt)} to {Html.Time(drill.EndedAt)} UTC · by <code>{Html.Text(drill.By)}</code> · <code>{Html.Text(drill.Model)}</code></p>

            """.ReplaceLineEndings("\n"));
        html.Append("<dl class='figures'>");
        Figure("Seen", Count(drill, DrillVerdict.Seen), " class='is-with'");
        Figure("Refuted", Count(drill, DrillVerdict.Refuted), drill.Refuted.Any() ? " class='is-without'" : "");
        Figure("Not seen", Count(drill, DrillVerdict.NotSeen));
        if (drill.Delays.Deny is { } deny)
            Figure("From the count to a refused call", Seconds(deny));
        Figure("Spent", string.Create(CultureInfo.InvariantCulture, $"${drill.SpentUsd:0.00####}"));
        html.Append("</dl>\n");
        foreach (var (verdict, heading) in ((DrillVerdict, string)[])[
            (DrillVerdict.Refuted, "What is not as it is assumed"), (DrillVerdict.Seen, "What was seen"),
            (DrillVerdict.NotSeen, "What was not seen")])
        {
            Table(html, heading, [.. drill.Checks.Where(check => check.Verdict == verdict)]);
        }

        Delays(html, drill.Delays);
        html.Append("<p class='notes'>What nothing refutes holds here, as far as one drill sees. Money is at list price.</p>\n")
            .Append("</main></body>\n</html>\n");
        writer.Write(html.ToString());

        void Figure(string name, string value, string attribute = "") =>
            html.Append($"<div><dt>{Html.Text(name)}</dt><dd{attribute}>{Html.Text(value)}</dd></div>");
    }

    private static string Count(DrillFindings drill, DrillVerdict verdict) =>
        drill.Checks.Count(check => check.Verdict == verdict).ToString(CultureInfo.InvariantCulture);

    private static void Table(StringBuilder html, string heading, IReadOnlyList<DrillCheck> checks)
    {
        if (checks.Count == 0)
            return;
        html.Append($"<h2>{Html.Text(heading)}</h2>\n<div class='wide'><table class='stack'><thead><tr><th>Check</th><th>Assumed</th>"
            + "<th>Saw</th></tr></thead><tbody>\n");
        foreach (var check in checks)
        {
            html.Append($"<tr><td><code>{Html.Text(check.Id)}</code></td><td data-of='Assumed'>{Html.Sentence(check.Assumption)}</td>")
                .Append($"<td data-of='Saw'>{Html.Sentence(check.Saw)}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static void Delays(StringBuilder html, DrillDelays delays)
    {
        (string, TimeSpan?)[] steps =
        [
            ("from the end of an answer to its record in the log group", delays.Logged),
            ("from there to the meter's count", delays.Metered),
            ("from the count to the deny, read back", delays.Attached),
            ("from the deny to the first call that was refused", delays.Refused),
            ("from the restore to the first call that went through again", delays.Restored),
        ];
        html.Append("<h2>How long it took</h2>\n<div class='wide'><table><tbody>\n");
        foreach (var (step, took) in steps)
        {
            html.Append($"<tr><td>{Html.Text(step)}</td><td class='n'>{(took is { } time ? Seconds(time) : "not measured")}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
