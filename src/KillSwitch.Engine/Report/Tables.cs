using System.Globalization;
using System.Text;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Replay;

namespace KillSwitch.Engine.Report;

/// <summary>The report's tables, each bounded with a count of what is left out.</summary>
internal static class Tables
{
    private const int Most = 100;

    public static void Stops(StringBuilder html, ReplayResult result)
    {
        html.Append(result.Mode == PolicyMode.Observe ? "<h2>What would have stopped</h2>\n" : "<h2>Stops</h2>\n");
        if (result.Stops.Count == 0)
        {
            html.Append(result.Mode == PolicyMode.Observe ? "<p>Nothing would have been.</p>\n" : "<p>Nothing was stopped.</p>\n");
            return;
        }

        html.Append("<div class='wide'><table class='stack'><thead><tr><th>Decided (UTC)</th><th>Rule</th><th>Stopped</th>"
            + "<th class='n'>Limit</th><th class='n'>When it took effect</th><th class='n'>Overshoot</th><th>Why</th></tr></thead>"
            + "<tbody>\n");
        foreach (var stop in result.Stops.Take(Most))
        {
            var effect = stop.EffectiveAt is null ? "waits for approval" : Figure.Text(stop.Unit, stop.AtEffect);
            var ended = stop.RestoredAt is { } at ? $"<br/><small>{stop.Ended(result.Mode)} {Html.Time(at)}</small>" : "";
            var taken = stop.Taken.Count > 0 ? $"<br/><small>{Html.Text(stop.Became(result.Mode))}</small>" : "";
            // Of what was not cut, nothing came too late.
            var overshoot = stop.EffectiveAt is null || stop.Overshoot == 0 ? "none" : Figure.Text(stop.Unit, stop.Overshoot);
            html.Append($"<tr><td>{Html.Time(stop.At)}{ended}</td><td data-of='Rule'><code>{Html.Text(stop.Rule)}</code></td>")
                .Append($"<td data-of='Stopped'>{stop.Target.KindBefore}<code>{Html.Text(stop.Target.Name)}</code>{taken}</td>")
                .Append($"<td class='n' data-of='Limit'>{Figure.Text(stop.Unit, stop.Limit)}</td>")
                .Append($"<td class='n' data-of='When it took effect'>{effect}</td><td class='n' data-of='Overshoot'>{overshoot}</td>")
                .Append($"<td data-of='Why'>{Html.Text(stop.Reason)}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
        More(html, result.Stops.Count);
    }

    public static void Alone(StringBuilder html, IReadOnlyList<RuleAlone> rules)
    {
        if (rules.Count == 0)
            return;
        html.Append("<h2>Each rule alone</h2>\n<div class='wide'><table class='stack'><thead><tr><th>Rule</th><th>First stop (UTC)</th><th "
            + "class='n'>Spent</th></tr></thead><tbody>\n");
        foreach (var one in rules.Take(Most))
        {
            var stop = one.FirstStop is { } at ? Html.Time(at) + (one.Waits ? ", waits for approval" : "") : "never";
            html.Append($"<tr><td><code>{Html.Text(one.Rule)}</code></td><td data-of='First stop'>{stop}</td>")
                .Append($"<td class='n' data-of='Spent'>{one.Spent}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
        More(html, rules.Count);
    }

    public static void Spend(StringBuilder html, string title, string column, IReadOnlyList<ReplaySpend> rows)
    {
        if (rows.Count == 0)
            return;
        html.Append($"<h2>{title}</h2>\n<div class='wide'><table class='stack'><thead><tr><th>{column}</th><th class='n'>Calls</th><th "
            + "class='n'>Without the guard</th><th class='n'>With it</th></tr></thead><tbody>\n");
        foreach (var row in rows.Take(Most))
        {
            html.Append($"<tr><th scope='row'><code>{Html.Text(row.Name)}</code></th>")
                .Append($"<td class='n' data-of='Calls'>{Html.Count(row.Calls)}</td>")
                .Append($"<td class='n' data-of='Without the guard'>{row.WithoutGuard}</td>")
                .Append($"<td class='n' data-of='With it'>{row.WithGuard}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
        More(html, rows.Count);
    }

    public static void Notifications(StringBuilder html, ReplayResult result)
    {
        if (result.Notifications.Count == 0)
            return;
        html.Append("<h2>Notifications</h2>\n<div class='wide'><table class='stack'><thead><tr><th>Told (UTC)</th><th>Rule</th><th>Whose "
            + "counter</th><th class='n'>Level</th></tr></thead><tbody>\n");
        foreach (var told in result.Notifications.Take(Most))
        {
            html.Append($"<tr><td>{Html.Time(told.At)}</td><td data-of='Rule'><code>{Html.Text(told.Rule)}</code></td>")
                .Append($"<td data-of='Whose counter'><code>{Html.Text(told.Counter?.Name ?? "")}</code></td>")
                .Append($"<td class='n' data-of='Level'>{Html.Text(told.Level)}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
        More(html, result.Notifications.Count);
    }

    public static void Counts(StringBuilder html, ReplayResult result)
    {
        html.Append("<h2>What was read</h2>\n<div class='wide'><table><tbody>\n");
        foreach (var (name, value) in new[]
        {
            ("Invocations that Bedrock served", result.Invocations),
                ($"Calls {result.RefusedWords() ?? "refused by Bedrock"} (no cost)", result.Refused),
                ("Records met again", result.Duplicates),
            ("Lines that could not be read", result.Skipped), ("Input tokens", result.Tokens.InputTokens),
                ("Cache-read tokens", result.Tokens.CacheReadInputTokens),
            ("Cache-write tokens", result.Tokens.CacheWriteInputTokens), ("Output tokens", result.Tokens.OutputTokens),
        })
        {
            html.Append($"<tr><th scope='row'>{name}</th><td class='n'>{Html.Count(value)}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
        if (result.Uncounted > 0)
        {
            html.Append(string.Create(
                CultureInfo.InvariantCulture,
                $"<p class='warn'>{result.Uncounted:#,##0} served calls name no token count anywhere: they add nothing here, and cost "
                + $"something there.</p>\n"));
        }

        foreach (var assumed in result.AssumedPaths.Take(Most))
        {
            html.Append($"<p class='warn'>The log shows no path: <code>{Html.Text(assumed.Pattern)}</code> is taken to name "
                + $"{string.Join(", ", assumed.Principals.Take(Most).Select(name => $"<code>{Html.Text(name)}</code>"))}. The guard asks "
                + "IAM.</p>\n");
        }

        foreach (var unknown in result.UnknownValues.Take(Most))
        {
            html.Append($"<p class='warn'>The log does not say <code>{Html.Text(unknown.Dimension)}</code> of "
                + $"{string.Join(", ", unknown.Names.Take(Most).Select(name => $"<code>{Html.Text(name)}</code>"))}: "
                + $"{Html.Sentence(unknown.HowCounted)}. The guard asks AWS.</p>\n");
        }

        foreach (var assumed in result.AssumedGateways.Take(Most))
        {
            html.Append("<p class='warn'>IAM cannot stop a tag: every gateway is taken to refuse the calls with "
                + $"{string.Join(", ", assumed.Tags.Take(Most).Select(tag => $"<code>{Html.Text(tag)}</code>"))} once "
                + $"<code>{Html.Text(assumed.Rule)}</code> stopped it; {assumed.Otherwise}.</p>\n");
        }

        if (result.Unpriced.Count > 0)
        {
            html.Append("<p class='warn'>No price is known for "
                + $"{string.Join(", ", result.Unpriced.Take(Most).Select(model => $"<code>{Html.Text(model)}</code>"))}: what they cost "
                + "is an upper estimate, or left out if the policy says so.</p>\n");
        }
    }

    private static void More(StringBuilder html, int all)
    {
        if (all > Most)
            html.Append($"<p>… and {Html.Count(all - Most)} more.</p>\n");
    }
}
