using System.Globalization;
using System.Text;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>Tells of a stop in the state that it is in: who, why, since when, what was cut, and what to type.</summary>
public static class StopMessage
{
    public static Message Of(Stop stop, GuardAddress guard)
    {
        var name = PlainText.Of(stop.Target.Name);
        var (head, sentence) = Headline(stop, name);
        var text = new StringBuilder();
        text.Append(sentence).Append("\n\n");
        if (!ManualStop.Is(stop))
            Line("Rule", $"{stop.Trip.Rule}: {PlainText.Of(stop.Evidence.Reason)}");
        Line("Account", stop.Target.Account);
        Line("Found", Time(stop.At));
        if (stop.EnforcedAt is { } enforced)
            Line("Denied", Time(enforced));
        if (stop.LeakedAt is { } leaked)
            Line("Served", Time(leaked) + ", last");
        if (stop.State is StopState.Enforced or StopState.Failed)
            Line("Ends", stop.ReleaseAt is { } end ? Time(end) + ", by itself" : "when a person restores it");
        if (stop.Note is { } note)
            Line("Note", PlainText.Of(note));
        foreach (var (label, command) in Commands(stop, guard))
            Line(label, command);
        return new Message(Message.SubjectOf($"{head} {name}: {Figures(stop)}"), text.ToString(), Json(stop, guard));

        void Line(string label, string value) => text.Append(label.PadRight(9)).Append(value).Append('\n');
    }

    private static (string Head, string Sentence) Headline(Stop stop, string name) => stop.State switch
    {
        StopState.Enforced when stop.LeakedAt is not null => ("STILL SPENDING", $"{name} was stopped, its deny is in place, and Bedrock still serves it."),
        StopState.Enforced when stop.Widened is { Target: var wider } => ("STOPPED", $"{name} was stopped with all of {PlainText.Of(wider.Name)}, as it could not be cut alone: {Cut(wider)} is denied."),
        StopState.Enforced => ("STOPPED", $"{name} was stopped: {Cut(stop.Target)} is denied."),
        StopState.Failed => ("NOT STOPPED", $"{name} should be stopped and IS NOT: {PlainText.Of(stop.Note ?? "the deny could not be put in place")}."),
        StopState.Observed => ("WOULD STOP", $"{name} would have been stopped; the policy only observes, nothing was cut."),
        StopState.AwaitingApproval => ("WAITS FOR YOU", $"{name} is over its limit and waits for a person to approve the stop; nothing is cut until then."),
        StopState.Intended => ("STOPPING", $"{name} is being stopped."),
        StopState.Releasing => ("STILL STOPPED", $"{name} is being restored, and the deny could not be lifted yet."),
        StopState.Released => ("RESTORED", $"{name} may call Bedrock again."),
        StopState.Rejected => ("NOT STOPPED", $"the stop of {name} was rejected; nothing was cut."),
        _ => throw new ArgumentOutOfRangeException(nameof(stop), stop.State, "not a state"),
    };

    private static string Cut(StopTarget target) => target.Kind switch
    {
        StopScope.Model => "every call to this model, for everyone who is not exempt,",
        StopScope.Account => "all spending on Amazon Bedrock in this account",
        _ => "all spending on Amazon Bedrock",
    };

    private static string Figures(Stop stop) => ManualStop.Is(stop)
        ? "by hand"
        : $"{Figure.Text(stop.Evidence.Unit, stop.Evidence.Measured)} of {Figure.Text(stop.Evidence.Unit, stop.Evidence.Limit)} ({stop.Trip.Rule})";

    private static IEnumerable<(string Label, string Command)> Commands(Stop stop, GuardAddress guard)
    {
        if (stop.State is StopState.Enforced or StopState.Failed or StopState.Intended or StopState.Releasing)
            yield return ("Restore", $"killswitch restore {stop.Id} {guard.Options}");
        if (stop.State is StopState.AwaitingApproval)
        {
            yield return ("Approve", $"killswitch approve {stop.Id} {guard.Options}");
            yield return ("Reject", $"killswitch reject {stop.Id} --reason TEXT {guard.Options}");
        }

        yield return ("Look", $"killswitch status {guard.Options}");
    }

    private static string Json(Stop stop, GuardAddress guard) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "stop");
        json.WriteString("stack", guard.Stack);
        json.WriteString("region", guard.Region);
        StopReport.WriteMembers(json, stop);
        json.WriteEndObject();
    });

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
