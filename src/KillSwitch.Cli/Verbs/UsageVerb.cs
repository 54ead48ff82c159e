using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Account;
using KillSwitch.Cli.Options;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Reconciliation;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>usage</c>: spend, tokens, calls and the cache-hit ratio, by whom or what, for a window.</summary>
internal static class UsageVerb
{
    private const int BarWidth = 20;

    public static Command Create(Terminal terminal)
    {
        var by = new Option<IReadOnlyList<Dimension>?>("--by") { Description = "principal, session, model, account, or tag:KEY of a tag that a rule tells apart. [default: principal]", HelpName = "WHAT", CustomParser = By };
        var window = new Option<WindowUnit?>("--window") { Description = "The current hour, day, week or month, in the policy's time zone. [default: day]" }.Among("hour", "day", "week", "month");
        var top = new Option<int?>("--top") { Description = "Rows to show; JSON shows all. [default: 20]", HelpName = "NUMBER" };
        var account = new AccountOptions();
        var command = new Command("usage", """
            Show what was spent, by whom or on what: estimated list cost, calls, tokens, cache-hit ratio.

            Examples:
              killswitch usage
              killswitch usage --by model --window month
              killswitch usage --by session --output json
            """) { by, window, top };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            var view = parsed.GetValue(by) ?? [Dimension.Account, Dimension.Principal];
            var report = await ReadAsync(session, view, parsed.GetValue(window) ?? WindowUnit.Day, cancellation);
            if (parsed.GetValue(CommandLine.Output) == OutputFormat.Json)
                JsonOutput.Write(terminal, json => WriteJson(json, view, report));
            else
                WriteText(terminal.Out, view, report, parsed.GetValue(top) ?? 20);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<Report> ReadAsync(GuardSession session, IReadOnlyList<Dimension> view, WindowUnit unit, CancellationToken cancellation)
    {
        var policy = await session.PolicyAsync(cancellation);
        if (view[^1] is { Kind: DimensionKind.Tag } tag && !UsageView.Of(policy).Any(known => known.Contains(tag)))
            throw new BadInputException($"no rule tells calls apart by `{tag}`, so nobody counts it; a rule with `per: {tag}` does");
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var window = calendar.Containing(unit, GuardSession.Now.ToUnixTimeSeconds());
        var sums = await session.Guard.Usage.SumAsync(calendar.Hours(window.Start, Math.Min(window.End, GuardSession.Now.ToUnixTimeSeconds() + 1)), ScopeText.Shape(session.Guard.Place.Account, view, ""), cancellation);
        var rows = sums.GroupBy(sum => NameOf(sum.Key, view))
            .Select(same => new Row(same.Key, same.Aggregate(default(Usage), (total, one) => total + one.Value)))
            .OrderByDescending(row => row.Usage.Cost).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        return new Report(window, rows, rows.Aggregate(default(Usage), (sum, row) => sum + row.Usage), await session.UnattributedAsync(policy, window, cancellation));
    }

    // A model is counted by region, and told as one.
    private static string NameOf(string scope, IReadOnlyList<Dimension> view) =>
        view[^1] == Dimension.Model ? ScopeText.Value(scope, Dimension.Model)! : ScopeText.Subject(scope);

    private static void WriteText(IAnsiConsole console, IReadOnlyList<Dimension> view, Report report, int top)
    {
        console.MarkupLineInterpolated($"Since {TimeText.Minute(report.Window.From)} UTC: [bold]{report.Total.Cost}[/] estimated at list price, {report.Total.Calls:#,##0} calls");
        if (report.Unattributed.Count > 0)
            console.MarkupLineInterpolated($"[yellow]{UnattributedOutput.Sentence(report.Unattributed)}[/]");
        if (report.Rows.Count == 0)
            return;
        var most = report.Rows[0].Usage.Cost.Amount;
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            new TableColumn(view[^1].ToString()),
            new TableColumn(""),
            new TableColumn("spend").RightAligned(),
            new TableColumn("calls").RightAligned(),
            new TableColumn("input").RightAligned(),
            new TableColumn("from cache").RightAligned(),
            new TableColumn("output").RightAligned());
        foreach (var (name, usage) in report.Rows.Take(top))
        {
            table.AddRow(
                new Text(PlainText.Of(name)),
                new Text(Bar(most == 0 ? 0 : usage.Cost.Amount / most)),
                new Text(usage.Cost.ToString()),
                new Text(usage.Calls.ToString("#,##0", CultureInfo.InvariantCulture)),
                new Text(usage.Tokens.TotalInputTokens.ToString("#,##0", CultureInfo.InvariantCulture)),
                new Text(usage.CacheHitRatio is { } ratio ? (ratio * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %" : "-"),
                new Text(usage.Tokens.OutputTokens.ToString("#,##0", CultureInfo.InvariantCulture)));
        }

        console.Write(table);
        if (report.Rows.Count > top)
            console.WriteLine($"and {report.Rows.Count - top} more; --top shows them");
    }

    private static string Bar(decimal share) => new('█', (int)Math.Round(share * BarWidth, MidpointRounding.AwayFromZero));

    private static void WriteJson(Utf8JsonWriter json, IReadOnlyList<Dimension> view, Report report)
    {
        json.WriteString("from", TimeText.Iso(report.Window.From));
        json.WriteString("to", TimeText.Iso(report.Window.Until));
        json.WriteString("by", view[^1].ToString());
        UsageJson.Write(json, "total", report.Total);
        UnattributedOutput.Write(json, report.Unattributed);
        json.WriteStartArray("rows");
        foreach (var (name, usage) in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            UsageJson.WriteMembers(json, usage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IReadOnlyList<Dimension>? By(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        switch (text)
        {
            case "account": return [Dimension.Account];
            case "principal": return [Dimension.Account, Dimension.Principal];
            case "session": return [Dimension.Account, Dimension.Principal, Dimension.Session];
            case "model": return [Dimension.Account, Dimension.Region, Dimension.Model];
            case ['t', 'a', 'g', ':', _, ..]: return [Dimension.Account, Dimension.Tag(text[4..])];
            default:
                result.AddError($"`{text}` is nothing that usage is told apart by; allowed: principal, session, model, account, tag:KEY");
                return null;
        }
    }

    private sealed record Row(string Name, Usage Usage);

    private sealed record Report(Window Window, IReadOnlyList<Row> Rows, Usage Total, IReadOnlyList<ModelUsage> Unattributed);
}
