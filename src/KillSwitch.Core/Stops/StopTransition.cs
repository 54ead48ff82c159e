using System.Globalization;
using KillSwitch.Core.Metering;
using static KillSwitch.Core.Stops.StopState;

namespace KillSwitch.Core.Stops;

/// <summary>What a command does to a stop. Doing it twice is an ordinary arm.</summary>
public abstract record StopTransition
{
    private StopTransition()
    {
    }

    public sealed record To(Stop Next) : StopTransition;

    /// <summary>It is so already.</summary>
    public sealed record Unchanged : StopTransition;

    /// <summary>It cannot be; one sentence says why.</summary>
    public sealed record Refused(string Reason) : StopTransition;

    public static StopTransition Decide(StopCommand command, Stop stop) => (command, stop.State) switch
    {
        (StopCommand.Approve approve, AwaitingApproval) => stop.ReleaseAt <= approve.At
            ? new Refused(TooLate(stop, stop.ReleaseAt.Value))
            : Become(stop with
            {
                State = Intended,
                AskedBy = Person(approve.By),
                Note = $"approved by {approve.By}",
                ReleaseAt = stop.Lasts is { } length ? approve.At + length : stop.ReleaseAt
            }),
        (StopCommand.Approve, Observed) => new Refused("the policy observes: nothing is cut while `mode` is `observe`"),
        (StopCommand.Approve, Rejected) => new Refused("it was rejected"),
        (StopCommand.Approve, Released) =>
            new Refused(stop.EnforcedAt is null ? TooLate(stop, stop.ReleasedAt ?? stop.At) : "it was restored"),
        (StopCommand.Approve, Releasing) => new Refused("it is being restored"),
        (StopCommand.Approve, _) => new Unchanged(),

        (StopCommand.Reject reject, AwaitingApproval) =>
            Become(stop with { State = Rejected, AskedBy = Person(reject.By), Note = $"rejected by {reject.By}: {reject.Reason}" }),
        (StopCommand.Reject, Rejected) => new Unchanged(),
        (StopCommand.Reject, Released or Observed) => new Refused("it does not wait for approval, and nothing is cut by it"),
        (StopCommand.Reject, _) => new Refused($"it no longer waits for approval; `killswitch restore {stop.Id}` lifts it"),

        (StopCommand.ConfirmDenied confirm, Intended or Failed) => Become(stop with
        {
            State = Enforced,
            EnforcedAt = stop.EnforcedAt ?? confirm.At,
            // It had been lost in between.
            RenewedAt = stop.EnforcedAt is null ? stop.RenewedAt : confirm.At,
            Failure = null,
            Attempts = 0,
            RetryAt = null,
            Note = NoteOf(stop, confirm),
        }),
        (StopCommand.ConfirmDenied, Enforced) => new Unchanged(),
        (StopCommand.ConfirmDenied, _) => new Refused("it is not to be enforced"),

        (StopCommand.Widen widen, Intended or Failed or Enforced) => stop.Widened == widen.Widening
            ? new Unchanged()
            : Become(stop with { Widened = widen.Widening, Note = widen.Widening.Reason }),
        (StopCommand.Widen, _) => new Refused("it is not to be enforced"),

        (StopCommand.Renew renew, Enforced) => Become(stop with { RenewedAt = renew.At }),
        (StopCommand.Renew, _) => new Refused("it is not enforced"),

        // One that was in place may be lost, and not be put back.
        (StopCommand.ReportFailure failure, Intended or Failed or Enforced) => Become(Failing(stop, failure) with { State = Failed }),
        (StopCommand.ReportFailure failure, Releasing) => Become(Failing(stop, failure)),
        (StopCommand.ReportFailure, _) => new Unchanged(),

        (StopCommand.Restore restore, AwaitingApproval) =>
            Become(
                stop with { State = Rejected, AskedBy = Person(restore.By), Note = Restored(stop, restore) + " before it was approved" }),
        (StopCommand.Restore restore, Observed) =>
            Become(stop with { State = Released, ReleasedAt = restore.At, AskedBy = Person(restore.By), Note = Restored(stop, restore) }),
        (StopCommand.Restore restore, Intended or Enforced or Failed) => Become(stop with
        {
            State = Releasing,
            Attempts = 0,
            RetryAt = null,
            AskedBy = Person(restore.By),
            Raise = restore.Raise,
            RaisedAt = restore.Raise > 0 ? restore.At : null,
            Note = Restored(stop, restore),
        }),
        (StopCommand.Restore, _) => new Unchanged(),

        // Its deny may be off by now: it is put on again.
        (StopCommand.Refuse refuse, Releasing) => Become(Unasked(stop) with { State = Intended, Note = $"not restored: {refuse.Why}" }),
        (StopCommand.Refuse refuse, Intended or Failed) => !stop.IsAskedFor
            ? new Unchanged()
            // A stop by hand is nothing but what was asked for; under a rule it waits for somebody else to approve it.
            : Become(Unasked(stop) with
            {
                State = stop.Cause is StopCause.ByPerson ? Releasing : AwaitingApproval,
                Note = $"{(stop.Cause is StopCause.ByPerson ? "not stopped" : "not approved")}: {refuse.Why}"
            }),
        (StopCommand.Refuse, _) => new Unchanged(),

        (StopCommand.Lapse lapse, Observed or AwaitingApproval) =>
            Become(stop with { State = Released, ReleasedAt = lapse.At, Note = lapse.Why }),
        (StopCommand.Lapse lapse, Intended or Enforced or Failed) =>
            Become(stop with { State = Releasing, Attempts = 0, RetryAt = null, AskedBy = null, Note = lapse.Why }),
        (StopCommand.Lapse, _) => new Unchanged(),

        (StopCommand.ConfirmLifted lifted, Releasing) => Become(StillDenied.On(
            stop with
            {
                State = Released,
                ReleasedAt = lifted.At,
                Failure = null,
                Attempts = 0,
                RetryAt = null,
            },
            lifted.By)),
        (StopCommand.ConfirmLifted, Released) => new Unchanged(),
        (StopCommand.ConfirmLifted, _) => new Refused("it is not to be lifted"),

        (StopCommand.Verify verify, Enforced) => stop.IsToBeVerified(verify.At)
            ? Become(stop with { VerifiedAt = verify.At, Note = stop.LeakedAt is null ? stop.Note : null })
            : new Unchanged(),
        (StopCommand.Verify, _) => new Unchanged(),

        (StopCommand.ReportServed served, Enforced) =>
            stop.DoubtedFrom is not { } from || LeakEvidence.Of(stop.Served, served.Calls, from) is var evidence && evidence == stop.Served
            ? new Unchanged()
            : Become(Doubted(stop, evidence)),
        (StopCommand.ReportServed, _) => new Unchanged(),

        (StopCommand.DeactivateKeys keys, Intended or Enforced or Failed) => Become(stop with
        {
            DeactivatedKeys = string.Join(',', stop.KeysOff.Union(keys.Keys)),
            Note = $"API keys deactivated by {keys.By}: {string.Join(", ", keys.Keys)}",
        }),
        (StopCommand.DeactivateKeys, _) => new Refused("nothing is stopped any more"),
        (StopCommand.ReactivateKeys keys, Intended or Enforced or Failed or Releasing) => stop.DeactivatedKeys is null
            ? new Unchanged()
            : Become(stop with { DeactivatedKeys = null, Note = $"API keys reactivated by {keys.By}: {string.Join(", ", stop.KeysOff)}" }),
        (StopCommand.ReactivateKeys, _) => new Unchanged(),

        (StopCommand.Escalate escalate, Enforced) => stop.EscalatedTo is null
            ? Become(stop with { EscalatedTo = escalate.StopId, Note = $"it did not hold: {escalate.StopId} took over" })
            : new Unchanged(),
        // The note keeps saying why: the same failure once more is no news.
        (StopCommand.Escalate escalate, Failed) =>
            stop.EscalatedTo is null ? Become(stop with { EscalatedTo = escalate.StopId }) : new Unchanged(),
        (StopCommand.Escalate, _) => new Unchanged(),

        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "not a command"),
    };

    // What the guard does itself, nobody asked for.
    private static string? Person(string by) => by.StartsWith("arn:", StringComparison.Ordinal) ? by : null;

    private static Stop Unasked(Stop stop) =>
        stop with
        {
            AskedBy = null,
            Refusals = stop.Refusals + 1,
            Raise = 0,
            RaisedAt = null,
            Failure = null,
            Attempts = 0,
            RetryAt = null
        };

    private static string Restored(Stop stop, StopCommand.Restore restore) =>
        $"restored by {restore.By}"
        + (restore.Raise > 0 && stop.Evidence is { Unit: var unit } ? $" with {Figure.Text(unit, restore.Raise)} more" : "");

    private static string TooLate(Stop stop, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $"it came too late: the stop ended on {at.UtcDateTime:yyyy-MM-dd HH:mm} "
        + $"UTC{(stop.State == Released && stop.Note is { } note ? $" ({note})" : "")}, and nothing is cut");

    private static string? NoteOf(Stop stop, StopCommand.ConfirmDenied confirm)
    {
        var notes = new[] { stop.Widened?.Reason, confirm.Note ?? (confirm.WasInPlace ? "the deny was in place already" : null) };
        return notes.Any(note => note is not null) ? string.Join("; ", notes.Where(note => note is not null)) : null;
    }

    // One call is remembered and no more: it proves nothing.
    private static Stop Doubted(Stop stop, LeakEvidence? evidence) => evidence?.Newest is { } newest && !(stop.LeakedAt >= newest.At)
        ? stop with
        {
            Served = evidence,
            LeakedAt = newest.At,
            Note = "Bedrock still serves it though the deny is in place: "
                + $"{string.Join(" and ", evidence.ProofBy(newest.By).Select(call => call.RequestId))} by {newest.By}",
        }
        : stop with { Served = evidence };

    private static Stop Failing(Stop stop, StopCommand.ReportFailure failure) => stop with
    {
        Failure = failure.Failure,
        Note = failure.Reason,
        Attempts = stop.Attempts + 1,
        RetryAt = failure.At + Pause(stop.Attempts, failure.Failure),
    };

    // Tried again with the next look, and then less and less often; sooner where it may pass by itself.
    private static TimeSpan Pause(int attempts, StopFailure failure) =>
        TimeSpan.FromMinutes(Math.Min(1 << Math.Min(attempts, 10), failure.IsPassing() ? 5 : 16) - 1);

    private static To Become(Stop next) => new(next with { Revision = next.Revision + 1 });
}
