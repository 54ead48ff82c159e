using System.CommandLine;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Cli.Stops;

/// <summary>What became of stops: a line each for a person, <c>stops</c> as JSON for a program.</summary>
internal static class StopOutput
{
    public static int Write(ParseResult parsed, Terminal terminal, IReadOnlyList<Stop> stops, int exitCode)
    {
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteStartArray("stops");
                foreach (var stop in stops)
                {
                    json.WriteStartObject();
                    StopReport.WriteMembers(json, stop);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return exitCode;
        }

        foreach (var stop in stops)
            terminal.Out.WriteLines(Line.Entry($"{stop.Id}  {PlainText.Of(stop.Cut.Said)}", Sentence(stop), terminal.Out.Profile.Width));
        return exitCode;
    }

    /// <summary>The state as a person says it, with what keeps it from being better.</summary>
    public static string Sentence(Stop stop) => stop.State switch
    {
        StopState.Enforced when stop.Denied is StopTarget.Tag && !stop.IsLeaking =>
            "stopped cooperatively: it is published for gateways to refuse, and IAM denies nothing"
                + (stop.Note is { } note ? ": " + PlainText.Of(note) : ""),
        StopState.Enforced when stop.IsLeaking =>
            "LEAKING: " + PlainText.Of(stop.Note ?? (stop.Denied is StopTarget.Tag
                ? "a gateway does not honour it"
                : "Bedrock still serves it though the deny is in place")),
        StopState.Enforced => "stopped, and the deny was read back from IAM" + (stop.Note is { } note ? ": " + PlainText.Of(note) : ""),
        StopState.Released when stop.HeldBy is not null =>
            $"lifted, and STILL STOPPED: {PlainText.Of(stop.Note ?? "another stop denies the same")}; `killswitch restore "
                + $"{stop.Holders[0]}` lifts that",
        StopState.Released when stop.EnforcedAt is null =>
            "over: nothing was cut" + (stop.Note is { } why ? $" ({PlainText.Of(why)})" : ""),
        StopState.Released when stop.PartHeldBy is { } part =>
            $"not stopped: it may call Bedrock, but for what {part.Replace(",", ", ", StringComparison.Ordinal)} still "
                + $"{(part.Contains(',', StringComparison.Ordinal) ? "deny" : "denies")}",
        StopState.Released => "not stopped: it may call Bedrock",
        StopState.Rejected => "rejected: nothing was cut" + (stop.Note is { } why ? $" ({PlainText.Of(why)})" : ""),
        StopState.AwaitingApproval => "waits for approval" + (stop.Note is { } why ? ": " + PlainText.Of(why) : ""),
        StopState.Observed => "observed only: nothing is cut",
        StopState.Intended => "being stopped",
        StopState.Failed => "NOT stopped: " + PlainText.Of(stop.Note ?? "the deny could not be put in place"),
        StopState.Releasing => "still stopped: " + PlainText.Of(stop.Note ?? "the deny could not be lifted yet"),
        _ => stop.State.ToString(),
    };

    /// <summary>What tripped it: <c>$487.90 of $500.00</c>; of a stop by hand, the reason that was given.</summary>
    public static string Cause(Stop stop) => stop.Cause switch
    {
        StopCause.ByPerson { Reason: var reason } => PlainText.Of(reason),
        StopCause.ByRule { Evidence: var evidence } =>
            $"{Figure.Number(evidence.Unit, evidence.Measured)} of {Figure.Text(evidence.Unit, evidence.Limit)}",
        _ => throw new ArgumentOutOfRangeException(nameof(stop), stop.Cause, "not a cause"),
    };
}
