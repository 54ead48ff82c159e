namespace KillSwitch.Core.Stops;

/// <summary>Why a stop was made.</summary>
public abstract record StopCause
{
    private StopCause()
    {
    }

    /// <summary>
    /// The id of the rule; <c>(by hand)</c>, which no rule can have, where there is none: as the audit and the logs say it, and as it is
    /// kept.
    /// </summary>
    public abstract string RuleText { get; }

    /// <summary>Why, as one sentence without a full stop.</summary>
    public abstract string Sentence { get; }

    /// <summary>A counter of a rule reached its limit.</summary>
    /// <param name="Trip">Which counter, in which window.</param>
    /// <param name="Evidence">What was counted.</param>
    public record ByRule(TripKey Trip, Evidence Evidence) : StopCause
    {
        public override string RuleText => Trip.Rule;

        public override string Sentence => Evidence.Reason;

        /// <summary>The cause of the stop that takes over from one that does not hold: the same breach.</summary>
        /// <param name="stopId">The one that does not.</param>
        /// <param name="principal">Whom it does not hold, where it holds others; null where there is one alone.</param>
        public ByRule EscalatedFrom(string stopId, string? principal) => this with { Trip = Trip.EscalatedFrom(stopId, principal) };
    }

    /// <summary>AWS Budgets said that the budget is over that a rule is bound to.</summary>
    public sealed record ByBudget(TripKey Trip, Evidence Evidence) : ByRule(Trip, Evidence);

    /// <summary>A person made it, under no rule.</summary>
    /// <param name="Who">The ARN of the person.</param>
    /// <param name="Reason">Why, in the person's words.</param>
    public sealed record ByPerson(string Who, string Reason) : StopCause
    {
        public override string RuleText => "(by hand)";

        public override string Sentence => $"stopped by {Who}: {Reason}";
    }
}
