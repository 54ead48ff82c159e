using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Stops;

/// <summary>One stop from the intent to the restore, with the evidence that it rests on.</summary>
public sealed record Stop
{
    public required string Id { get; init; }

    public required StopTarget Target { get; init; }

    /// <summary>What is taken away from the target; null for all of Bedrock.</summary>
    public ModelSet? Models { get; init; }

    /// <summary>The target, with what is taken away from it.</summary>
    public StopTarget Cut => Models is { } models ? new StopTarget.Models(Target, models) : Target;

    /// <summary>What is denied in the place of <see cref="Cut"/>; null where that is.</summary>
    public Widening? Widened { get; init; }

    /// <summary>What IAM is to deny.</summary>
    public StopTarget Denied => Widened?.Target ?? Cut;

    /// <summary>Why it was made.</summary>
    public required StopCause Cause { get; init; }

    /// <summary>The trip that it was made for; null where a person made it.</summary>
    public TripKey? Trip => (Cause as StopCause.ByRule)?.Trip;

    /// <summary>What that rests on; null where a person made it.</summary>
    public Evidence? Evidence => (Cause as StopCause.ByRule)?.Evidence;

    public required StopState State { get; init; }

    /// <summary>How often it was changed: a change is made to the revision that was read, or not at all.</summary>
    public int Revision { get; init; }

    /// <summary>When the breach was found.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the deny was in place.</summary>
    public DateTimeOffset? EnforcedAt { get; init; }

    /// <summary>When the deny was last put on somebody who had lost it or came after it; null for never.</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    /// <summary>When it ends by itself; null until a person restores.</summary>
    public DateTimeOffset? ReleaseAt { get; init; }

    /// <summary>How long it lasts once a person lets it go ahead; null where its end does not depend on that.</summary>
    public TimeSpan? Lasts { get; init; }

    /// <summary>The <c>maxStops</c> that keeps it waiting; null where that is not why.</summary>
    public int? BoundBy { get; init; }

    /// <summary>
    /// What of its total no metric confirms, in the limit's unit, where it waits because of that; null where that is not why.
    /// </summary>
    public decimal? Unconfirmed { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>What kept the last attempt from its end; null when nothing did.</summary>
    public StopFailure? Failure { get; init; }

    /// <summary>Attempts in a row that failed.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next attempt is due; null while none failed.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When the deny was last found in place, a while after it began to work; null before that.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>Calls that were served though the deny should have worked, while it was found in place; null for none.</summary>
    public LeakEvidence? Served { get; init; }

    /// <summary>
    /// The newest usage by the target that Bedrock served though the deny should have worked, once that is proved; null for none.
    /// </summary>
    public DateTimeOffset? LeakedAt { get; init; }

    /// <summary>The stop that took over because this one did not hold; null for none.</summary>
    public string? EscalatedTo { get; init; }

    /// <summary>The ids of the API keys that were deactivated with it, with commas between them; null for none.</summary>
    public string? DeactivatedKeys { get; init; }

    /// <summary>The same, one by one.</summary>
    public IReadOnlyList<string> KeysOff => DeactivatedKeys?.Split(',') ?? [];

    /// <summary>
    /// The ids of the stops that still deny all of its target after it was lifted, with commas between them; null for none.
    /// </summary>
    public string? HeldBy { get; init; }

    /// <summary>The same, one by one.</summary>
    public IReadOnlyList<string> Holders => HeldBy?.Split(',') ?? [];

    /// <summary>The ids of those that still deny a part of it, with commas between them; null for none.</summary>
    public string? PartHeldBy { get; init; }

    /// <summary>
    /// The ARN of the person who asked for what is under way, or was done last: a restore, an approval, a stop by hand; null where nobody
    /// did.
    /// </summary>
    public string? AskedBy { get; init; }

    /// <summary>What was granted with the restore that is under way, in the unit of the limit; 0 for nothing.</summary>
    public decimal Raise { get; init; }

    /// <summary>When it was granted; null where nothing was.</summary>
    public DateTimeOffset? RaisedAt { get; init; }

    /// <summary>How often somebody asked for something of it who may not.</summary>
    public int Refusals { get; init; }

    /// <summary>Why it is in its state, when that needs a word: a failure, an approval, a restore, with who did it.</summary>
    public string? Note { get; init; }

    /// <summary>When it was made by hand, to the second: what tells two such stops of one target from each other.</summary>
    public Window Second => SecondOf(At);

    /// <summary>A stop that a person makes, under no rule.</summary>
    /// <param name="target">Whom or what.</param>
    /// <param name="who">The ARN of the person.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="at">When.</param>
    public static Stop ByHand(StopTarget target, string who, string reason, DateTimeOffset at)
    {
        var cause = new StopCause.ByPerson(who, reason);
        return new Stop
        {
            Id = StopId.Of(cause.RuleText, target.Text, SecondOf(at)),
            Target = target,
            Cause = cause,
            State = StopState.Intended,
            At = at,
            AskedBy = who,
            Note = reason,
        };
    }

    private static Window SecondOf(DateTimeOffset at) => new(at.ToUnixTimeSeconds(), at.ToUnixTimeSeconds() + 1);

    /// <summary>How long after a deny is in place a call may still be served: IAM is eventually consistent.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMinutes(2);

    /// <summary>From when on no call may be served; null before the deny is in place.</summary>
    public DateTimeOffset? WorksFrom => (RenewedAt > EnforcedAt ? RenewedAt : EnforcedAt) + Grace;

    /// <summary>From when on a served call speaks for a leak: of one that is over, nothing counts any more.</summary>
    public DateTimeOffset? DoubtedFrom => VerifiedAt > LeakedAt && VerifiedAt > WorksFrom ? VerifiedAt : WorksFrom;

    /// <summary>How long nothing has to be served before a stop that leaked counts as verified again.</summary>
    public static TimeSpan Quiet { get; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Whether Bedrock served its target since the deny should have worked, and it was not verified or put on again since.
    /// </summary>
    public bool IsLeaking => LeakedAt is not null && !(VerifiedAt > LeakedAt) && !(RenewedAt > LeakedAt);

    /// <summary>Whether it is to be verified now, if the deny is found in place.</summary>
    public bool IsToBeVerified(DateTimeOffset now) => IsLeaking ? now >= LeakedAt + Quiet : VerifiedAt is null;

    /// <summary>Whether what somebody asked for is not carried out yet.</summary>
    public bool IsAskedFor =>
        AskedBy is not null && (State == StopState.Releasing || (State is StopState.Intended or StopState.Failed && EnforcedAt is null));

    /// <summary>A stop that is neither over nor waiting holds, or will hold, its target.</summary>
    public bool IsActive => State is StopState.Intended or StopState.Enforced or StopState.Failed or StopState.Releasing;
}
