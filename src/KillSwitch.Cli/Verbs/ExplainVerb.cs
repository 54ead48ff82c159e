using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Account;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>explain</c>: why a stop was made, what it rests on, what happened when, and what it cost past the limit.</summary>
internal static class ExplainVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("STOP") { Description = "A stop's id, or whom or what is stopped: the newest stop of it is explained." };
        var account = new AccountOptions();
        var command = new Command("explain", """
            Say why a stop was made: its rule and counter, the evidence, what happened when, how long each step took, and how far past the limit the counter went.

            Examples:
              killswitch explain stop-abcdefghjk
              killswitch explain role/agent-7 --output json
            """) { name };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            var asked = parsed.GetRequiredValue(name);
            var stop = (await StopsByName.FindAsync(session, asked, cancellation)).MaxBy(stop => stop.At)
                ?? throw new BadInputException($"there is no stop `{asked}`; `killswitch status` lists those that are open");
            var explanation = await StopExplanation.ReadAsync(session, stop, await session.PolicyAsync(cancellation), cancellation);
            if (parsed.GetValue(CommandLine.Output) == OutputFormat.Json)
                JsonOutput.Write(terminal, json => WriteJson(json, explanation));
            else
                WriteText(terminal.Out, explanation);
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteText(IAnsiConsole console, StopExplanation explanation)
    {
        var stop = explanation.Stop;
        console.MarkupLineInterpolated($"[bold]{stop.Id}[/]: {PlainText.Of(stop.Target.Name)}, {StopOutput.Sentence(stop)}");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Row("why", ManualStop.Is(stop) ? stop.Evidence.Subject : $"rule {stop.Trip.Rule}: {stop.Evidence.Reason}");
        if (!ManualStop.Is(stop))
        {
            Row("window", $"{TimeText.Minute(stop.Trip.Window.From)} to {TimeText.Minute(stop.Trip.Window.Until)} UTC{(stop.Trip.IsRolling ? ", rolling" : "")}");
            Row("counted then", Counted(stop.Evidence.Total));
            if (stop.Evidence.RatePerSecond > 0)
                Row("burn rate", string.Create(CultureInfo.InvariantCulture, $"{Figure.Text(stop.Evidence.Unit, stop.Evidence.RatePerSecond * 60)} a minute, {stop.Evidence.Horizon.TotalSeconds:0.#} s until a stop works"));
        }

        if (explanation is { Total: { } total, Measured: { } measured })
        {
            Row("counted by now", Counted(total));
            Row("past the limit", explanation.PastLimit is { } past
                ? $"{Figure.Text(stop.Evidence.Unit, past)} ({Figure.Text(stop.Evidence.Unit, measured)} of {Figure.Text(stop.Evidence.Unit, stop.Evidence.Limit)})"
                : $"{Figure.Text(stop.Evidence.Unit, measured)}, to be above {Figure.Text(stop.Evidence.Unit, stop.Evidence.Limit)}");
        }

        if (stop.EscalatedTo is { } wider)
            Row("gave way to", wider);
        console.Write(grid);

        console.WriteLine();
        var timeline = new Table().Border(TableBorder.None).AddColumn(new TableColumn("when (UTC)").NoWrap()).AddColumn(new TableColumn("after").RightAligned().NoWrap()).AddColumn("what");
        DateTimeOffset? before = null;
        foreach (var (what, at) in explanation.Timeline)
        {
            timeline.AddRow(new Text(Second(at)), new Text(before is { } last ? string.Create(CultureInfo.InvariantCulture, $"+{(at - last).TotalSeconds:0.#} s") : ""), new Text(what));
            before = at;
        }

        console.Write(timeline);
        if (explanation.Audit.Count > 0)
        {
            console.WriteLine();
            var audit = new Table().Border(TableBorder.None).AddColumn(new TableColumn("audit (UTC)").NoWrap()).AddColumn("what was done");
            foreach (var entry in explanation.Audit)
                audit.AddRow(new Text(Second(entry.At)), new Text(PlainText.Of(entry.What)));
            console.Write(audit);
        }

        console.WriteLine();
        console.WriteLine(stop.State switch
        {
            StopState.AwaitingApproval => $"killswitch approve {stop.Id} lets it go ahead, killswitch reject {stop.Id} --reason TEXT drops it.",
            StopState.Released or StopState.Rejected => "Nothing is cut by it.",
            _ => $"killswitch restore {stop.Id} lets it go on.",
        });

        void Row(string what, string text) => grid.AddRow(new Text(what), new Text(PlainText.Of(text)));
    }

    private static string Counted(Usage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{usage.Cost}, {usage.Calls:#,##0} calls, {usage.Tokens.TotalInputTokens:#,##0} input tokens{(usage.CacheHitRatio is { } ratio ? $" ({ratio * 100:0.#} % from the cache)" : "")}, {usage.Tokens.OutputTokens:#,##0} output");

    private static void WriteJson(Utf8JsonWriter json, StopExplanation explanation)
    {
        var stop = explanation.Stop;
        json.WriteStartObject("stop");
        StopReport.WriteMembers(json, stop);
        json.WriteEndObject();
        json.WriteString("counter", ManualStop.Is(stop) ? null : stop.Trip.Scope);
        json.WriteStartObject("window");
        json.WriteString("from", TimeText.Iso(stop.Trip.Window.From));
        json.WriteString("to", TimeText.Iso(stop.Trip.Window.Until));
        json.WriteBoolean("rolling", stop.Trip.IsRolling);
        json.WriteEndObject();
        json.WriteStartObject("evidence");
        json.WriteNumber("inFlight", stop.Evidence.InFlight);
        json.WriteNumber("ratePerSecond", stop.Evidence.RatePerSecond);
        json.WriteNumber("horizonSeconds", Math.Round((decimal)stop.Evidence.Horizon.Ticks / TimeSpan.TicksPerSecond, 3));
        UsageJson.Write(json, "counted", stop.Evidence.Total);
        json.WriteEndObject();
        UsageJson.Write(json, "countedByNow", explanation.Total);
        Number("measuredByNow", explanation.Measured);
        Number("pastLimit", explanation.PastLimit);
        json.WriteStartArray("timeline");
        foreach (var (what, at) in explanation.Timeline)
        {
            json.WriteStartObject();
            json.WriteString("at", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("what", what);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("audit");
        foreach (var entry in explanation.Audit)
        {
            json.WriteStartObject();
            json.WriteString("at", TimeText.Iso(entry.At));
            json.WriteString("what", entry.What);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Number(string name, decimal? value)
        {
            if (value is { } some)
                json.WriteNumber(name, some);
            else
                json.WriteNull(name);
        }
    }

    private static string Second(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
