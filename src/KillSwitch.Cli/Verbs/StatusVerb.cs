using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Status;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>status</c>: the guard's health, what is stopped, what is close to its limit.</summary>
internal static class StatusVerb
{
    private const int MostClose = 20;

    public static Command Create(Terminal terminal)
    {
        var account = new AccountOptions();
        var command = new Command("status", """
            Show the guard's health, what is stopped, and what has used half of its limit or more.

            Examples:
              killswitch status
              killswitch status --output json --stack KillSwitch --region us-east-1
            """);
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            var status = await GuardStatus.ReadAsync(session, cancellation);
            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
                JsonOutput.Write(terminal, json => WriteJson(json, session, status));
            else
                WriteText(terminal.Out, session, status);
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteText(IAnsiConsole console, GuardSession session, GuardStatus status)
    {
        var place = session.Guard.Place;
        var mode = status.Mode == PolicyMode.Observe ? "observes, nothing is cut" : "enforces";
        var policy = status.Policy is { } inForce ? $"policy version {inForce.Number} {mode}" : "no policy";
        console.WritePieces(new(place.Stack, Ink.Strong), new($" in {place.Region}, account {place.Account}: {policy}"));
        foreach (var problem in status.Problems)
            console.WriteLines(Line.Wrap(PlainText.Of(problem), console.Profile.Width, Ink.Bad, first: "! "));
        if (status.Problems.Count == 0)
            console.WriteText("The guard is well.", Ink.Good);
        console.WriteText(HeardRegion.Sentence(HeardRegion.Of(place, status.Parts)), first: "  ", further: "    ");
        foreach (var part in status.Parts)
            console.WriteLines(Line.Wrap($"{part.Part}: {Ago(part.At)}{Lags(part)}", console.Profile.Width, first: "  ", further: "    "));
        if (status.Burning is { } burning)
            console.WriteLines(burning.Line().Wrap(console.Profile.Width, "  ", "    "));
        var drills = Drills(session, status);
        foreach (var drill in drills)
            console.WriteText(PlainText.Of(drill.Sentence(isAlone: drills.Count == 1)), first: "  ", further: "    ");
        if (place.Lease is { } terms)
            console.WriteText(LeaseOutput.Sentence(terms, status.Lease, GuardSession.Now));
        if (status.Unattributed.Count > 0)
            console.WriteText(UnattributedOutput.Sentence(status.Unattributed), Ink.Warning);

        console.WriteLine();
        if (status.Stops.Count == 0)
        {
            console.WriteText("Nothing is stopped.");
        }
        else
        {
            console.WriteTable(StopTable.Of(status.Stops));
            if (status.Stops.Any(stop => stop.State == StopState.AwaitingApproval))
            {
                console.WriteText(
                    "What waits: `killswitch approve STOP` lets it go ahead, `killswitch reject STOP --reason TEXT` drops it.",
                    further: "  ");
            }

            foreach (var (id, work) in status.Work)
            {
                foreach (var line in WorkOutput.Lines(work))
                    console.WriteText($"{id}: {line}", further: "  ");
            }
        }

        console.WriteLine();
        if (status.Close.Count == 0)
        {
            console.WriteText("No counter has used half of its limit.");
            return;
        }

        console.WriteTable(CloseTable(status.Close.Take(MostClose)));
        if (status.Close.Count > MostClose)
            console.WriteText($"and {status.Close.Count - MostClose} more; `--output json` lists all");
    }

    internal static TextTable CloseTable(IEnumerable<CounterReading> close)
    {
        var table = new TextTable(
        [
            new Column("close to its limit"),
            new Column("rule", Rank: 1),
            new Column("used", Side.Right),
            new Column("", Rank: 4) { Bar = 12 },
            new Column("of its limit", Rank: 2),
            new Column("until", Rank: 3),
        ]);
        foreach (var reading in close)
        {
            table.Add(
                PlainText.Of(reading.Subject),
                reading.Rule.Id,
                new Cell(string.Create(CultureInfo.InvariantCulture, $"{reading.Share * 100:0} %"), CounterReading.Ink(reading.Share)),
                Cell.Bar(reading.Share),
                reading.OfLimit,
                reading.TurnsAt is { } turn ? StopTable.Moment(turn) : "rolling");
        }

        return table;
    }

    private static void WriteJson(Utf8JsonWriter json, GuardSession session, GuardStatus status)
    {
        json.WriteString("stack", session.Guard.Place.Stack);
        json.WriteString("region", session.Guard.Place.Region);
        json.WriteString("account", session.Guard.Place.Account);
        json.WriteBoolean("healthy", status.Problems.Count == 0);
        json.WriteStartArray("problems");
        foreach (var problem in status.Problems)
            json.WriteStringValue(problem);
        json.WriteEndArray();
        json.WriteStartArray("conditions");
        foreach (var one in status.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonText.Word(one.Condition.Kind));
            json.WriteString("subject", one.Condition.Subject);
            json.WriteString("text", one.Condition.Text);
            json.WriteString("remedy", one.Condition.Remedy);
            json.WriteString("since", TimeText.Iso(one.Since));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Burning.Write(json, status.Burning);
        UnattributedOutput.Write(json, status.Unattributed);
        LastDrill.Write(json, Drills(session, status));
        LeaseOutput.Write(json, session.Guard.Place.Lease, status.Lease, GuardSession.Now);
        if (status.Policy is { } policy)
        {
            json.WriteStartObject("policy");
            json.WriteNumber("version", policy.Number);
            json.WriteString("mode", status.Mode == PolicyMode.Observe ? "observe" : "enforce");
            json.WriteString("at", TimeText.Iso(policy.At));
            json.WriteString("by", policy.By);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("policy");
        }

        json.WriteStartArray("parts");
        foreach (var part in status.Parts)
        {
            json.WriteStartObject();
            json.WriteString("part", part.Part);
            json.WriteString("at", TimeText.Iso(part.At));
            json.WriteString("newestRecord", part.NewestRecord is { } newest ? TimeText.Iso(newest) : null);
            Seconds("dataLagSeconds", part.DataLag);
            Seconds("enforcementLagSeconds", part.EnforcementLag);
            json.WriteNumber("policyVersion", part.PolicyVersion);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        HeardRegion.Write(json, HeardRegion.Of(session.Guard.Place, status.Parts));
        json.WriteStartArray("stops");
        foreach (var stop in status.Stops)
        {
            json.WriteStartObject();
            StopReport.WriteMembers(json, stop);
            WorkOutput.Write(json, status.Work.GetValueOrDefault(stop.Id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("closeToLimit");
        foreach (var reading in status.Close)
        {
            json.WriteStartObject();
            json.WriteString("rule", reading.Rule.Id);
            json.WriteString("subject", reading.Subject);
            json.WriteString("unit", UnitText.Of(reading.Unit));
            json.WriteNumber("measured", reading.Measured);
            json.WriteNumber("limit", reading.Limit);
            json.WriteNumber("share", Math.Round(reading.Share, 4));
            json.WriteString("from", TimeText.Iso(reading.Window.From));
            json.WriteString("until", TimeText.Iso(reading.Window.Until));
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Seconds(string name, TimeSpan? span)
        {
            if (span is { } some)
                json.WriteNumber(name, Math.Round((decimal)some.Ticks / TimeSpan.TicksPerSecond, 3));
            else
                json.WriteNull(name);
        }
    }

    private static IReadOnlyList<LastDrill> Drills(GuardSession session, GuardStatus status) =>
        LastDrill.Of(session.Guard.Place.Heard, status.Drills, GuardSession.Now);

    private static string Lags(Heartbeat part) =>
        (part.DataLag is { } data ? $", data lag {Brief.Span(data)}" : "")
            + (part.EnforcementLag is { } enforcement ? $", enforcement lag {Brief.Span(enforcement)}" : "");

    private static string Ago(DateTimeOffset at)
    {
        var ago = GuardSession.Now - at;
        return ago < TimeSpan.FromSeconds(2) ? "just now" : Brief.Span(ago) + " ago";
    }
}
