using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Status;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>usage</c>: spend, tokens, calls and the cache-hit ratio, by whom or what, for a span of time.</summary>
internal static class UsageVerb
{
    private const int SparkWidth = 48;

    public static Command Create(Terminal terminal)
    {
        var by = new Option<UsageBy?>("--by")
        {
            Description = "principal, session, model, region, account, `region,model`; or, where a rule looks at it, tag:KEY, path, "
                + "principalTag:KEY, profile or profileTag:KEY. "
                + "[default: principal]",
            HelpName = "WHAT",
            CustomParser = By,
        };
        by.CompletionSources.Add("principal", "session", "model", "region", "account", "region,model");
        var period = new PeriodOptions();
        var top = WholeNumberOption.Create("--top", "Rows of the text; every other output has all. [default: 20]", 1, 100_000);
        var account = new AccountOptions();
        var format = new UsageFormatOption();
        var command = new Command("usage", """
            Show what was spent, by whom or on what: estimated cost, calls, tokens, the share of input tokens from the cache, and the spend by the hour.

            Examples:
              killswitch usage
              killswitch usage --by model --window month
              killswitch usage --window day --ago 1
              killswitch usage --window month --ago 1 --output json
              killswitch usage --by session --since 6h --output json
              killswitch usage --window month --ago 1 --output csv
              killswitch usage --by model --window month --ago 1 --output focus
            """) { by };
        period.AddTo(command);
        command.Options.Add(top);
        account.AddTo(command);
        format.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            var view = parsed.GetValue(by) ?? UsageBy.Principal;
            var policy = await session.PolicyAsync(cancellation);
            var calendar = WindowCalendar.Of(policy.TimeZone);
            var window = period.Read(parsed, calendar, GuardSession.Now);
            var kept = UsageView.Kept(view.View);
            if (window.From < GuardSession.Now - kept)
            {
                terminal.Warn($"killswitch: hours by {view.Name} are kept for {kept.TotalDays:0} days: what was spent before "
                    + $"{TimeText.Minute(GuardSession.Now - kept)} UTC may be missing");
            }

            var report = await UsageReport.ReadAsync(session, view, policy, window, cancellation);
            var output = format.Read(parsed);
            if (output is UsageFormat.Csv or UsageFormat.Focus)
            {
                WriteTable(terminal, output, view, report);
                return ExitCode.Done;
            }

            var burning = window.Contains(GuardSession.Now.ToUnixTimeSeconds())
                ? await Burning.ReadAsync(
                    session, await session.Guard.Heartbeats.ReadAsync(cancellation), calendar, GuardSession.Now, cancellation)
                : null;
            if (output == UsageFormat.Json)
                JsonOutput.Write(terminal, json => WriteJson(json, view, report, burning));
            else
                WriteText(terminal.Out, view, report, burning, (int)(parsed.GetValue(top) ?? 20));
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteTable(Terminal terminal, UsageFormat format, UsageBy by, UsageReport report)
    {
        if (report.Unattributed.Count > 0)
            terminal.Warn("killswitch: " + UnattributedOutput.Sentence(report.Unattributed));
        CsvOutput.Write(terminal, format == UsageFormat.Focus ? FocusRow.Table(report, by) : UsageCsv.Rows(report));
    }

    private static void WriteText(IAnsiConsole console, UsageBy by, UsageReport report, Burning? burning, int top)
    {
        var glyphs = LineWriter.GlyphsOf(console);
        var when = report.Window.Until > GuardSession.Now
            ? $"Since {TimeText.Minute(report.Window.From)} UTC"
            : $"{TimeText.Minute(report.Window.From)} to {TimeText.Minute(report.Window.Until)} UTC";
        console.WritePieces(
            new($"{when}: "), new(report.Total.Cost.ToString(), Ink.Strong),
            new($" estimated{ListPrice(report.Total)}, {Counted.Of(report.Total.Calls, "call")}"));
        if (burning is not null)
            console.WriteLines(Line.Flow([burning.Line()], "", console.Profile.Width, "  "));
        if (report.Unattributed.Count > 0)
            console.WriteText(UnattributedOutput.Sentence(report.Unattributed), Ink.Warning);
        if (report.Rows.Count == 0)
            return;
        if (report.Hours.Count > 1)
        {
            var spend = report.Hours.Select(hour => hour.Total.Cost.Amount).ToList();
            console.WriteLines(
                [Line.Of(
                new Piece(glyphs.Sparkline(spend, SparkWidth), Ink.Chart), new Piece($"  by the hour, {new Usd(spend.Max())} at most"))]);
        }

        console.WriteLine();
        console.WriteTable(UsageTable.Of(by.Name, report, report.Rows.Take(top), glyphs));
        if (report.Rows.Count > top)
            console.WriteText($"and {report.Rows.Count - top} more; `--top` shows them");
    }

    private static void WriteJson(Utf8JsonWriter json, UsageBy by, UsageReport report, Burning? burning)
    {
        json.WriteString("from", TimeText.Iso(report.Window.From));
        json.WriteString("to", TimeText.Iso(report.Window.Until));
        json.WriteString("by", by.Name);
        UsageJson.Write(json, "total", report.Total);
        Burning.Write(json, burning);
        UnattributedOutput.Write(json, report.Unattributed);
        json.WriteStartArray("hours");
        foreach (var hour in report.Hours)
        {
            json.WriteStartObject();
            json.WriteString("from", TimeText.Iso(hour.Hour.From));
            UsageJson.WriteMembers(json, hour.Total);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            UsageJson.WriteMembers(json, row.Usage);
            json.WriteStartArray("hourlyUsd");
            foreach (var usd in row.Hourly)
                json.WriteNumberValue(Math.Round(usd, 6, MidpointRounding.AwayFromZero));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string ListPrice(Usage total) =>
        total.Discount.Amount > 0 ? $" ({total.ListCost} at list price)" : " at list price";

    private static UsageBy? By(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (UsageBy.Parse(text) is { } by)
            return by;
        result.AddError($"`{text}` is nothing that usage is told apart by; allowed: {UsageBy.Allowed}");
        return null;
    }
}
