namespace KillSwitch.Core.Stops;

/// <summary>Whether a stop that cannot be enforced gives way to a wider one, and why.</summary>
public abstract record Escalation(string Reason)
{
    public sealed record To(StopTarget Target, string Reason) : Escalation(Reason);

    public sealed record No(string Reason) : Escalation(Reason);

    /// <summary>
    /// INVARIANT (a wider stop holds the offender): one that would not only cuts others. What keeps a policy off a principal keeps every
    /// policy off it, so a session that cannot be cut gives way to the account at once.
    /// </summary>
    /// <param name="stop">As it stands.</param>
    /// <param name="accountHolds">Whether a stop of the whole account would hold its target all the same.</param>
    public static Escalation Of(Stop stop, bool accountHolds) => stop switch
    {
        { State: not StopState.Failed } or { Failure: not (StopFailure.Unmodifiable or StopFailure.PolicyLimitReached) } =>
            new No("it may be enforced yet"),
        { EscalatedTo: { } wider } => new No($"{wider} took over already"),
        _ when stop.Cause is StopCause.ByPerson => new No("a stop that a person made is widened by a person"),
        { Target: StopTarget.WholeAccount } => new No("nothing is wider than the account"),
        { Denied: StopTarget.Model or StopTarget.Models { Whose: StopTarget.WholeAccount } } =>
            new No("a model is stopped for each of its principals"),
        { Denied: StopTarget.Principals or StopTarget.Models { Whose: StopTarget.Principals } } =>
            new No("each of those who carry the tag is stopped by itself"),
        { Denied: StopTarget.Models { Whose: var whose } } => new To(whose, $"models cannot be taken away from {whose.Name} alone"),
        _ when accountHolds =>
            new To(new StopTarget.WholeAccount(stop.Target.Account),
                $"nothing else holds {stop.Target.Name}, and the stop of the account does"),
        _ => new No($"a stop of the account would not hold {stop.Target.Name} either, and would cut everyone else"),
    };
}
