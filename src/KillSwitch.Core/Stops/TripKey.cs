using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Stops;

/// <summary>
/// What makes a breach one breach: a rule, a counter, a window, and the limit that was reached. <paramref name="Round"/> counts what
/// re-armed the counter: a person's restore, or a policy under which its stop did not stand. It never goes back, so that no trip is met
/// twice.
/// </summary>
/// <param name="Limit">As <see cref="Policies.Rule.LimitText"/> writes it: a limit that moved is reached anew. Empty where there is
/// none.</param>
public sealed record TripKey(string Rule, string Scope, Window Window, bool IsRolling, int Round = 0, string Limit = "")
{
    private const string Escalated = "|escalated=";

    /// <summary>All that has to be the same, the window aside: of a trailing window its length, too.</summary>
    public (string Rule, string Scope, int Round, string Limit, long? Trailing) Series =>
        (Rule, Scope, Round, Limit, IsRolling ? Window.Seconds : null);

    /// <summary>Whether a stop that did not hold gave way to one of this trip.</summary>
    public bool IsEscalated => Scope.Contains(Escalated, StringComparison.Ordinal);

    /// <summary>The counter that was tripped: of a stop that took over, the one of the stop that did not hold.</summary>
    public string Counter => IsEscalated ? Scope[..Scope.IndexOf(Escalated, StringComparison.Ordinal)] : Scope;

    /// <summary>The trip of the stop that takes over from one that does not hold.</summary>
    /// <param name="stopId">The one that does not.</param>
    /// <param name="principal">Whom it does not hold, where it holds others; null where there is one alone.</param>
    public TripKey EscalatedFrom(string stopId, string? principal = null) =>
        this with { Scope = Scope + Escalated + (principal is null ? "" : principal + "=") + stopId };

    /// <summary>
    /// INVARIANT (one trip per window): two trips of one rule, counter, round and limit whose windows share a moment are the same trip.
    /// </summary>
    public bool IsSameTrip(TripKey other) =>
        Series == other.Series && (IsRolling ? Window.Overlaps(other.Window) : Window == other.Window);

    /// <summary>Whether its window is one of a rule's.</summary>
    public bool IsIn(RuleWindow windows) => IsRolling == windows.IsRolling && windows.Has(Window);

    /// <summary>Whether no record can reach the limit in its window any more but one that comes again.</summary>
    public bool IsPast(DateTimeOffset now) => Window.Until + (IsRolling ? TimeSpan.FromSeconds(Window.Seconds) : TimeSpan.Zero) <= now;

    /// <summary>Short, the same for the same trip, fit to be typed.</summary>
    public string StopId() => Stops.StopId.Of(Rule, Scope, Window, Round, Limit);
}
