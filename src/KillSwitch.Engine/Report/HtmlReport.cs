using System.Text;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Replay;

namespace KillSwitch.Engine.Report;

/// <summary>
/// A replay's result as one self-contained page: no script, no network, light and dark. The same result gives the same bytes.
/// </summary>
public static class HtmlReport
{
    public static void Write(ReplayResult result, ReportHeading heading, TextWriter writer)
    {
        var html = new StringBuilder();
        html.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
            <title>{Html.Text(heading.Title)}</title>
            <style>
            {Style.Sheet}
            </style>
            </head>
            <body><main>
            <h1>{Html.Text(heading.Title)}</h1>
            <p class="subtitle">{Html.Text(heading.Subtitle)}{Period(result)}</p>

            """.ReplaceLineEndings("\n"));
        Figures(html, result);
        if (result.Timeline.Count > 1)
        {
            SpendFigure.Write(html, result);
            RatioFigure.Write(html, result);
        }

        Tables.Stops(html, result);
        Tables.Alone(html, heading.Alone);
        Tables.Spend(html, "Spend by principal", "Principal", result.ByPrincipal);
        Tables.Spend(html, "Spend by model", "Model", result.ByModel);
        Tables.Notifications(html, result);
        Tables.Counts(html, result);
        html.Append("<p class='notes'>").Append(Html.Text(result.ListSpend is { } list
            ? $"Estimated cost: list price less your discounts, before credits. At list price {list.WithoutGuard}, and "
                + $"{list.WithGuard} with the guard."
            : "Estimated list cost, before credits and discounts."));
        foreach (var note in heading.Notes)
            html.Append(' ').Append(Html.Text(note));
        html.Append("</p>\n</main></body>\n</html>\n");
        writer.Write(html.ToString());
    }

    private static void Figures(StringBuilder html, ReplayResult result)
    {
        html.Append("<dl class='figures'>");
        Figure("Would have cost", result.WithoutGuard, "is-without");
        Figure(result.Mode == PolicyMode.Observe ? "Cost (the policy observes)" : "With the guard", result.WithGuard, "is-with");
        Figure("Saved", result.WithoutGuard - result.WithGuard, "");
        html.Append("</dl>\n");

        void Figure(string name, Usd amount, string kind) => html.Append($"<div><dt>{name}</dt><dd class='{kind}'>{amount}</dd></div>");
    }

    private static string Period(ReplayResult result) =>
        result.From is { } from && result.To is { } to ? $" · {Html.Time(from)} to {Html.Time(to)} UTC" : " · no record could be read";
}
