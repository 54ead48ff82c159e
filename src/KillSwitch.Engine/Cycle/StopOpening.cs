using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>From a breach to its stop: written once per trip, bounded by <c>maxStops</c>, then carried out, or told that it waits or is only observed.</summary>
public sealed class StopOpening(Policy policy, IStopStore stops, Enforcement enforcement)
{
    private readonly WindowCalendar _calendar = WindowCalendar.Of(policy.TimeZone);

    /// <summary>When the stop of a trip ends by itself; null until a person restores.</summary>
    public static DateTimeOffset? ReleaseAt(Rule rule, TripKey trip, DateTimeOffset now) => rule.Restore switch
    {
        RestorePlan.Manual => null,
        RestorePlan.AtWindowTurn when rule.Every is Every.Rolling rolling => now + rolling.Duration,
        RestorePlan.AtWindowTurn => trip.Window.Until,
        RestorePlan.After after => now + after.Duration,
        _ => throw new InvalidOperationException($"`{rule.Restore}` is no way to restore"),
    };

    /// <summary>Opens the stop, or completes the one that the same trip opened before.</summary>
    /// <returns>The stop that was opened or taken up, as it stands now; null when the trip was met before and nothing is left to do.</returns>
    public async ValueTask<Stop?> OpenAsync(
        Rule rule, TripKey trip, StopTarget target, Evidence evidence, DateTimeOffset now, DateTimeOffset? releaseAt, CancellationToken cancellation)
    {
        var stop = new Stop
        {
            Id = trip.StopId(),
            Trip = trip,
            Target = target,
            Evidence = evidence,
            State = StateOf(rule),
            At = now,
            ReleaseAt = releaseAt,
        };
        var bound = stop.State == StopState.Intended ? Bound(now) : null;
        var opened = await stops.TryOpenAsync(stop, bound, cancellation);
        if (opened == OpenResult.OverBound)
        {
            stop = stop with { State = StopState.AwaitingApproval, Note = $"{bound!.Count} stops began by themselves in this window, as many as `maxStops` allows" };
            opened = await stops.TryOpenAsync(stop, bound: null, cancellation);
        }

        return opened == OpenResult.Opened
            ? await enforcement.BeginAsync(stop, now, cancellation)
            : await enforcement.CompleteAsync(stop.Id, now, cancellation);
    }

    private StopState StateOf(Rule rule) => policy.Mode == PolicyMode.Observe
        ? StopState.Observed
        : rule.Approval == Approval.Manual ? StopState.AwaitingApproval : StopState.Intended;

    private AutomaticBound? Bound(DateTimeOffset now) => policy.MaxStops is { } most
        ? new AutomaticBound(_calendar.Containing(most.Every, now.ToUnixTimeSeconds()), most.Count)
        : null;
}
