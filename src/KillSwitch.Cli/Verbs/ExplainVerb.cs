using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;
using KillSwitch.Cli.Terminals;
using KillSwitch.Cli.UsageReports;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>explain</c>: why a stop was made, what it rests on, what happened when, and what it cost past the limit.</summary>
internal static class ExplainVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("STOP")
        {
            Description = "A stop's id, or whom or what is stopped: the newest stop of it is explained.",
        };
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
                ?? throw new BadInputException($"there is no stop `{asked}`{await StopsByName.HintAsync(session, asked, cancellation)}; "
                    + "`killswitch status` lists those that are open");
            var policy = await session.PolicyAsync(cancellation);
            stop = await session.Guard.Enforcement.HeldNowAsync(stop, GuardSession.Now, cancellation);
            var explanation = await StopExplanation.ReadAsync(session, stop, policy, cancellation);
            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
                JsonOutput.Write(terminal, json => WriteJson(json, explanation));
            else
                terminal.Out.WriteLines(ExplanationText.Lines(explanation, terminal.Out.Profile.Width));
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteJson(Utf8JsonWriter json, StopExplanation explanation)
    {
        var stop = explanation.Stop;
        json.WriteStartObject("stop");
        StopReport.WriteMembers(json, stop);
        json.WriteEndObject();
        json.WriteString("counter", stop.Trip?.Scope);
        json.WriteStartObject("window");
        var window = stop.Trip?.Window ?? stop.Second;
        json.WriteString("from", TimeText.Iso(window.From));
        json.WriteString("to", TimeText.Iso(window.Until));
        json.WriteBoolean("rolling", stop.Trip?.IsRolling ?? false);
        json.WriteEndObject();
        json.WriteStartObject("evidence");
        json.WriteNumber("inFlight", stop.Evidence?.InFlight ?? 0);
        json.WriteNumber("ratePerSecond", stop.Evidence?.RatePerSecond ?? 0);
        json.WriteNumber("horizonSeconds", Math.Round((decimal)(stop.Evidence?.Horizon.Ticks ?? 0) / TimeSpan.TicksPerSecond, 3));
        json.WriteString("drilledAt", stop.Evidence?.DrilledAt is { } drilled ? TimeText.Iso(drilled) : null);
        UsageJson.Write(json, "counted", stop.Evidence?.Total ?? default);
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
}
