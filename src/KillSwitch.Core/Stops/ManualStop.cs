using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Stops;

/// <summary>A stop that a person made, under no rule.</summary>
public static class ManualStop
{
    // No rule can have this id.
    private const string Rule = "(by hand)";

    public static bool Is(Stop stop) => stop.Trip.Rule == Rule;

    /// <summary>Why, in the person's words.</summary>
    public static string Reason(Stop stop) => stop.Evidence.Subject[(stop.Evidence.Subject.IndexOf(": ", StringComparison.Ordinal) + 2)..];

    /// <param name="target">Whom or what.</param>
    /// <param name="by">The ARN of the person.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="at">When.</param>
    public static Stop Of(StopTarget target, string by, string reason, DateTimeOffset at)
    {
        var second = at.ToUnixTimeSeconds();
        var window = new Window(second, second + 1);
        var trip = new TripKey(Rule, $"{target.Kind}={target.Account}/{target.Name}", window, IsRolling: false);
        return new Stop
        {
            Id = trip.StopId(),
            Trip = trip,
            Target = target,
            Evidence = new Evidence($"stopped by {by}: {reason}", default, 0, 0, default, 0, 0, TimeSpan.Zero, window, at),
            State = StopState.Intended,
            At = at,
            AskedBy = by,
            Note = reason,
        };
    }
}
