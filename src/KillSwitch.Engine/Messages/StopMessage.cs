using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>
/// Tells of a stop in the state that it is in: who, by which rule, how much, since when, what was cut, whether it holds, and what to type.
/// </summary>
public static class StopMessage
{
    public static Message Of(Stop stop, GuardAddress guard)
    {
        var (head, sentence, urgency) = Headline(stop);
        return new Draft
        {
            Guard = guard,
            Kind = "stop",
            Urgency = urgency,
            Head = head,
            Name = stop.Cut.Name,
            Tail = ": " + Figures(stop),
            Sentence = sentence,
            Facts = [.. Facts(stop, guard)],
            Commands = [.. Commands(stop, guard)],
            Further = [("Explain", $"killswitch explain {stop.Id} {guard.Options}"), ("Look", $"killswitch status {guard.Options}")],
            Evidence = [.. Evidence(stop, guard)],
            Thread = stop.Id,
            Keywords = [stop.Trip?.Rule ?? "by hand", StopReport.State(stop), stop.Target.Account],
            Resources = stop.Target is StopTarget.Principal { Arn: var arn }
                ? [arn] : stop.Target is StopTarget.Session { Arn: var role } ? [role] : [],
            Context = [("account", stop.Target.Account), ("stop", stop.Id), ("state", StopReport.State(stop)), .. Buttons(stop)],
        }.ToMessage(Json(stop, guard));
    }

    private static (string Head, string Sentence, Urgency Urgency) Headline(Stop stop) => stop.State switch
    {
        StopState.Enforced when stop.LeakedAt is not null && stop.Denied is StopTarget.Tag =>
            ("STILL SPENDING", "it is published, and a gateway does not honour it.", Urgency.Act),
        StopState.Enforced when stop.LeakedAt is not null =>
            ("STILL SPENDING", "its deny is in place, and Bedrock still serves it.", Urgency.Act),
        StopState.Enforced when stop.Widened is { Target: var wider } =>
            ("STOPPED", $"{Cut(wider)} is denied to all of {SafeText.Name(wider.Name)}, as it could not be cut alone.", Urgency.Act),
        StopState.Enforced when stop.Denied is StopTarget.Tag =>
            ("STOPPED", "it is published, and gateways that honour it refuse its calls. IAM denies nothing.", Urgency.Act),
        StopState.Enforced => ("STOPPED", $"{Cut(stop.Cut)} is denied.", Urgency.Act),
        StopState.Failed => ("NOT STOPPED", "it should be stopped and IS NOT: nothing is cut.", Urgency.Act),
        StopState.Observed => ("WOULD STOP", "the policy only observes, nothing was cut.", Urgency.Warn),
        StopState.AwaitingApproval => ("WAITS FOR YOU", "it is over its limit, and nothing is cut until a person approves.", Urgency.Act),
        StopState.Intended => ("STOPPING", "it is being stopped.", Urgency.Act),
        StopState.Releasing => ("STILL STOPPED", "it is being restored, and the deny could not be lifted yet.", Urgency.Warn),
        StopState.Released when stop.EnforcedAt is null => ("RESTORED", "nothing was cut by it.", Urgency.Inform),
        StopState.Released when stop.HeldBy is not null =>
            ("STILL STOPPED", "this stop is lifted, and another denies the same.", Urgency.Inform),
        StopState.Released when stop.PartHeldBy is not null =>
            ("RESTORED", "it may call Bedrock again, but for what other stops deny.", Urgency.Inform),
        StopState.Released => ("RESTORED", "it may call Bedrock again.", Urgency.Inform),
        StopState.Rejected => ("NOT STOPPED", "the stop was rejected; nothing was cut.", Urgency.Inform),
        _ => throw new ArgumentOutOfRangeException(nameof(stop), stop.State, "not a state"),
    };

    private static string Cut(StopTarget target) => target.Kind switch
    {
        _ when target is StopTarget.Models { Whose: StopTarget.WholeAccount, Set: var models } =>
            $"every call to {models}, for everyone who is not exempt,",
        _ when target is StopTarget.Models { Whose: StopTarget.Principals, Set: var models } =>
            $"every call to {models}, for everyone who carries this tag and is not exempt,",
        _ when target is StopTarget.Models { Set: var models } => $"every call to {models} by it",
        StopScope.Model => "every call to this model, for everyone who is not exempt,",
        StopScope.Account => "all spending on Amazon Bedrock in this account",
        StopScope.Principals => "all spending on Amazon Bedrock, for everyone who carries this tag and is not exempt,",
        _ => "all spending on Amazon Bedrock",
    };

    private static string Figures(Stop stop) =>
        stop.Cause is StopCause.ByRule { Trip.Rule: var rule, Evidence: var evidence } ? $"{Reached(evidence)} ({rule})" : "by hand";

    private static string Reached(Evidence evidence) =>
        $"{Figure.Text(evidence.Unit, evidence.Measured)} of {Figure.Text(evidence.Unit, evidence.Limit)}";

    private static IEnumerable<(string Label, string Value)> Facts(Stop stop, GuardAddress guard)
    {
        if (stop.Cause is StopCause.ByRule { Trip.Rule: var rule, Evidence: var evidence })
        {
            yield return ("Rule", rule);
            yield return evidence.Unit == Unit.CacheHitRatio
                ? ("Measured", $"{Figure.Text(evidence.Unit, evidence.Measured)} of the input tokens came from the cache, below "
                    + $"{Figure.Text(evidence.Unit, evidence.Limit)}")
                : ("Measured", Reached(evidence) + Unattributed(evidence) + Estimated(evidence));
            yield return ("Since", Moment.Minute(evidence.Window.From, guard.Calendar));
            if (stop is { State: StopState.Enforced or StopState.Failed, AskedBy: { } person })
                yield return ("Approved", "by " + person);
        }
        else
        {
            yield return ("By", stop.Cause.Sentence);
        }

        if (IsPartly(stop))
            yield return ("But", stop.Note!);
        if (Holds(stop, guard) is { } holds)
            yield return ("Verified", holds);
        if (stop.State is StopState.Failed or StopState.Releasing or StopState.Released && stop.Note is { } why)
            yield return ("Why", why);
        if (stop.State is StopState.Enforced or StopState.Failed)
        {
            yield return (
                "Ends", stop.ReleaseAt is { } end ? Moment.Minute(end, guard.Calendar) + ", by itself" : "when a person restores it");
        }
    }

    // What is said of models that were taken away is what of them could not be.
    private static bool IsPartly(Stop stop) =>
        stop is { State: StopState.Enforced, Denied: StopTarget.Models, Note: not null, LeakedAt: null };

    private static string? Holds(Stop stop, GuardAddress guard) => stop.State switch
    {
        StopState.Enforced when stop.IsLeaking => "NO: served last at " + Moment.Second(stop.LeakedAt!.Value, guard.Calendar),
        StopState.Enforced when stop.VerifiedAt is { } verified => "yes, at " + Moment.Second(verified, guard.Calendar),
        StopState.Enforced when stop.Denied is StopTarget.Tag => "whether the gateway obeys is seen in the log from 2 min on",
        StopState.Enforced => "IAM shows the deny; whether Bedrock obeys is looked at in 2 min",
        StopState.Failed => stop.RetryAt is { } again ? "NO; tried again from " + Moment.Second(again, guard.Calendar) : "NO",
        _ => null,
    };

    private static string Unattributed(Evidence evidence) => evidence.Unattributed > 0
        ? $", {Figure.Text(evidence.Unit, evidence.Unattributed)} of it by CloudWatch's count alone (no invocation log)"
        : "";

    private static string Estimated(Evidence evidence) => evidence.EstimatedText is { } estimated ? $", {estimated} of it estimated" : "";

    private static string Cost(Usage total) => total.Discount.Amount > 0
        ? $"{total.Cost} estimated ({total.ListCost} at list price, less discounts)"
        : $"{total.Cost} at list price";

    private static IEnumerable<(string Label, string Value)> Evidence(Stop stop, GuardAddress guard)
    {
        yield return ("Account", stop.Target.Account);
        yield return ("Found", Moment.Second(stop.At, guard.Calendar));
        if (stop.EnforcedAt is { } enforced)
            yield return ("Denied", Moment.Second(enforced, guard.Calendar));
        if (stop.Evidence is { Total.Tokens: var tokens } evidence)
        {
            yield return ("Counted", string.Create(
                CultureInfo.InvariantCulture,
                $"{Figure.Text(Unit.Calls, evidence.Total.Calls)}, {Cost(evidence.Total)}; tokens: {tokens.InputTokens:#,##0} "
                    + $"in, {tokens.CacheReadInputTokens:#,##0} from the cache, {tokens.CacheWriteInputTokens:#,##0} into it, "
                    + $"{tokens.OutputTokens:#,##0} out"));
            if (stop.Cause is StopCause.ByBudget)
                yield return ("Says", "AWS Budgets; the guard holds its own count against it");
            yield return ("Newest", "record of " + Moment.Second(evidence.LastRecord, guard.Calendar));
            if (evidence.InFlight > 0)
            {
                yield return ("Under way",
                    string.Create(
                    CultureInfo.InvariantCulture,
                    $"up to {Figure.Text(evidence.Unit, evidence.InFlight)} more in the {evidence.Horizon.TotalSeconds:0} s until a stop "
                    + $"works"));
            }
        }

        if (stop.Note is { } note && !IsPartly(stop) && stop.State is not (StopState.Failed or StopState.Releasing or StopState.Released))
            yield return ("Note", note);
    }

    private static IEnumerable<(string Label, string Command)> Commands(Stop stop, GuardAddress guard)
    {
        if (stop.State is StopState.Enforced or StopState.Failed or StopState.Intended or StopState.Releasing)
            yield return ("Restore", $"killswitch restore {stop.Id} {guard.Options}");
        if (stop.State is StopState.Released)
        {
            foreach (var holder in stop.Holders)
                yield return ("Restore", $"killswitch restore {holder} {guard.Options}");
        }

        if (stop.State is StopState.AwaitingApproval)
        {
            yield return ("Approve", $"killswitch approve {stop.Id} {guard.Options}");
            yield return ("Reject", $"killswitch reject {stop.Id} --reason TEXT {guard.Options}");
        }
    }

    // What is there shows a button, and of a raise what it grants.
    private static IEnumerable<(string Name, string Value)> Buttons(Stop stop)
    {
        if (ChatButtons.CanRestore(stop))
        {
            yield return ("restore", "yes");
            if (ChatButtons.RoomOf(stop) is { } raise)
                yield return ("raise", Figure.Text(stop.Evidence!.Unit, raise));
        }

        if (ChatButtons.CanDecide(stop))
            yield return ("decide", "yes");
    }

    private static string Json(Stop stop, GuardAddress guard) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "stop");
        json.WriteString("stack", guard.Stack);
        json.WriteString("region", guard.Region);
        StopReport.WriteMembers(json, stop);
        json.WriteStartObject("window");
        var window = stop.Evidence?.Window ?? stop.Second;
        json.WriteString("from", Moment.Iso(window.From));
        json.WriteString("until", Moment.Iso(window.Until));
        json.WriteString("timezone", guard.Calendar.Zone);
        json.WriteEndObject();
        json.WriteStartObject("commands");
        // A member has one value: the others stand in `heldBy`.
        foreach (var (label, command) in Commands(stop, guard).DistinctBy(one => one.Label))
            json.WriteString(JsonText.Word(label), command);
        json.WriteString("explain", $"killswitch explain {stop.Id} {guard.Options}");
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
