using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Turns a breach into a stop: written before anything is cut, within <c>maxStops</c>, once for a trip; a stop that someone left half done
/// is completed.
/// </summary>
public sealed class StopOpening(Policy policy, Enforcement enforcement)
{
    private readonly IStopStore _stops = enforcement.Ports.Stops;
    private readonly WindowCalendar _calendar = WindowCalendar.Of(policy.TimeZone);

    /// <param name="rule">Whose limit was reached.</param>
    /// <param name="cause">Of which counter, in which window, and what that rests on.</param>
    /// <param name="target">Whom or what it cuts.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="unconfirmed">What of the total no metric confirms, in the limit's unit, where the stop would rest on it; it waits for a
    /// person then. Null where it would not.</param>
    /// <returns>The stop as it stands now; null when there was nothing left to do.</returns>
    public async ValueTask<Stop?> OpenAsync(
        Rule rule, StopCause.ByRule cause, StopTarget target, DateTimeOffset now, CancellationToken cancellation,
        decimal? unconfirmed = null)
    {
        var (trip, evidence) = cause;
        var stop = new Stop
        {
            Id = trip.StopId(),
            Target = target,
            Models = rule.Deny,
            Cause = cause,
            State = StateOf(rule, evidence.Total),
            At = now,
            ReleaseAt = ReleaseAt(rule, trip, now),
        };
        if (stop.State == StopState.AwaitingApproval && rule.Approval == Approval.Automatic)
            stop = stop with { Note = WhyItWaits(evidence) };
        if (stop.State == StopState.Intended && unconfirmed is { } forged)
        {
            stop = stop with
            {
                State = StopState.AwaitingApproval,
                Unconfirmed = forged,
                Note = $"CloudWatch's metrics do not confirm {Figure.Text(evidence.Unit, forged)} of it: somebody may have written "
                    + "records that are not Bedrock's",
            };
        }

        stop = stop.State switch
        {
            // Nothing is cut that a person would have to restore.
            StopState.Observed => stop with { ReleaseAt = rule.TurnsAt(trip.Window, now) },
            StopState.AwaitingApproval => Waiting(stop, rule, now),
            _ => stop,
        };
        if (await OpenAsync(stop, rule, now, cancellation) is { } opened)
            return opened;
        if (await enforcement.CompleteAsync(stop.Id, now, cancellation) is not { } standing)
            return null;
        if (standing is not { State: StopState.AwaitingApproval, Unconfirmed: not null })
            return standing;
        // It waited for nothing but this.
        return unconfirmed is null
            && await enforcement.CommandAsync(
            standing, new StopCommand.Approve(now, Doubts.Approver), cancellation) is StopTransition.To { Next: var next } ? next : null;
    }

    /// <summary>Whether a stop was opened before that takes over from one that does not hold.</summary>
    public ValueTask<bool> IsEscalatedAsync(Stop narrow, StopTarget target, CancellationToken cancellation) =>
        _stops.IsKnownAsync(CauseOf(narrow, target).Trip, cancellation);

    // Of what is stopped for everyone, each principal whom it does not hold is stopped by itself.
    private static StopCause.ByRule CauseOf(Stop narrow, StopTarget target) =>
        narrow.Cause is StopCause.ByRule cause
        ? cause.EscalatedFrom(narrow.Id, narrow.Denied.IsOfSeveral && target is StopTarget.Principal ? target.Name : null)
        : throw new ArgumentException("a stop that a person made is widened by a person", nameof(narrow));

    /// <summary>What is one step wider than what does not hold; null where nothing is.</summary>
    /// <param name="denied">What is denied.</param>
    /// <param name="served">The newest call that was served all the same.</param>
    public static StopTarget? Wider(StopTarget denied, ServedCall served) => denied switch
    {
        StopTarget.Session session => new StopTarget.Principal(session.Account, session.PrincipalName, session.Arn),
        StopTarget.Model or StopTarget.Principals or StopTarget.Tag
            or StopTarget.Models { Whose: StopTarget.WholeAccount or StopTarget.Principals } =>
            new StopTarget.Principal(denied.Account, served.By, served.Arn),
        StopTarget.Models models => models.Whose,
        StopTarget.Principal => new StopTarget.WholeAccount(denied.Account),
        _ => null,
    };

    /// <summary>Opens the stop that takes over from one that does not hold; it ends when that one would.</summary>
    public async ValueTask<Stop> EscalateAsync(Stop narrow, StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        var cause = CauseOf(narrow, target);
        var stop = new Stop
        {
            Id = cause.Trip.StopId(),
            Target = target,
            Cause = cause,
            State = policy.Mode == PolicyMode.Observe ? StopState.Observed : StopState.Intended,
            At = now,
            ReleaseAt = narrow.ReleaseAt,
        };
        return await OpenAsync(stop, rule: null, now, cancellation) ?? await enforcement.CompleteAsync(stop.Id, now, cancellation) ?? stop;
    }

    /// <summary>Null when it was opened before.</summary>
    private async ValueTask<Stop?> OpenAsync(Stop stop, Rule? rule, DateTimeOffset now, CancellationToken cancellation)
    {
        var bound = stop.State == StopState.Intended && rule?.IsDrill != true ? Bound(stop.Target, now) : null;
        var opened = await _stops.TryOpenAsync(stop, bound, Enforcement.WordOf(stop, now), cancellation);
        if (opened == OpenResult.OverBound)
        {
            stop = stop with
            {
                State = StopState.AwaitingApproval,
                BoundBy = bound!.Count,
                Note = $"{bound.Count} {Plural(bound.Slot.Kind)} were stopped by themselves in this window, as many as `maxStops` allows"
            };
            stop = rule is null ? stop : Waiting(stop, rule, now);
            // Of a window that has turned nothing is there to approve.
            if (rule is not null && stop.ReleaseAt <= now)
                return null;
            opened = await _stops.TryOpenAsync(stop, bound: null, Enforcement.WordOf(stop, now), cancellation);
        }

        return opened == OpenResult.Opened ? await enforcement.BeginAsync(stop, now, cancellation) : null;
    }

    /// <summary>When a stop that begins now would end by itself; null for one that a person ends.</summary>
    public static DateTimeOffset? ReleaseAt(Rule rule, TripKey trip, DateTimeOffset now) => rule.Restore switch
    {
        RestorePlan.Manual => null,
        RestorePlan.AtWindowTurn => rule.TurnsAt(trip.Window, now),
        RestorePlan.After after => now + after.Duration,
        _ => throw new InvalidOperationException($"`{rule.Restore}` is no way to restore"),
    };

    /// <summary>The same, but of one that waits for a person: when there is nothing to approve any more.</summary>
    public DateTimeOffset? EndsAt(Rule rule, Usage total, TripKey trip, DateTimeOffset now) =>
        StateOf(rule, total) == StopState.AwaitingApproval && rule.Restore is RestorePlan.After
            ? rule.TurnsAt(trip.Window, now)
            : ReleaseAt(rule, trip, now);

    // How long it lasts is counted from the approval, and it waits no longer than there is something to approve.
    private static Stop Waiting(Stop stop, Rule rule, DateTimeOffset now) =>
        rule.Restore is RestorePlan.After after && stop.Trip is { } trip
        ? stop with { Lasts = after.Duration, ReleaseAt = rule.TurnsAt(trip.Window, now) }
        : stop;

    /// <summary>The state in which a stop under the rule begins, <c>maxStops</c> aside.</summary>
    public StopState StateOf(Rule rule, Usage total) => policy.Mode == PolicyMode.Observe && !rule.IsDrill
        ? StopState.Observed
        : rule.ApprovalOf(total) == Approval.Manual ? StopState.AwaitingApproval : StopState.Intended;

    private static string WhyItWaits(Evidence evidence) =>
        evidence.Total.Estimated.IsMuchOf(evidence.Measured, evidence.Unit) ? EstimatedNote(evidence) : UnpricedNote(evidence);

    private static string EstimatedNote(Evidence evidence) =>
        $"{evidence.EstimatedText} of it is estimated: calls of the mantle endpoint, whose tokens are known by the minute alone, and "
            + "several call there; approve it if that is about right, or say `estimated: stop` in the rule";

    private static string UnpricedNote(Evidence evidence) =>
        $"{evidence.Total.Unpriced} of {evidence.Total.Cost} rests on fail-safe prices"
            + (evidence.NoPrice is { } why ? $" ({why})" : "")
            + ": approve it if that is about right, or put their prices into the policy (`prices`)";

    private AutomaticBound? Bound(StopTarget target, DateTimeOffset now) => policy.MaxStops is { } most
        ? new AutomaticBound(_calendar.Containing(most.Every, now.ToUnixTimeSeconds()), most.Count, StopSlot.Of(target))
        : null;

    private static string Plural(StopScope kind) => kind switch
    {
        StopScope.Session => "roles with sessions of theirs",
        StopScope.Model => "models",
        StopScope.Account => "accounts",
        StopScope.Tag => "keys of tags with values of theirs",
        StopScope.Principals => "groups of principals",
        _ => "principals",
    };
}
