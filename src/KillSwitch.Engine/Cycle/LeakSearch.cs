using KillSwitch.Core.Invocations;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>Looks for leaks in records, however they came: delivered, or found in the log group.</summary>
public sealed class LeakSearch(CycleContext context, Verification verification)
{
    private readonly IStopStore _stops = context.Ports.Stops;

    /// <param name="enforced">Stops that are in force, as they were read a while ago.</param>
    /// <param name="records">In any order.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What was found, and the stops that took over.</returns>
    public async ValueTask<(IReadOnlyList<Leak> Leaks, IReadOnlyList<Stop> Wider)> RunAsync(
        IReadOnlyCollection<Stop> enforced, IReadOnlyCollection<Invocation> records, DateTimeOffset now, CancellationToken cancellation)
    {
        var leaks = Leaks.Find(enforced, records, context.Rules);
        var taking = new List<Stop>();
        foreach (var leak in leaks)
        {
            // As it stands now: someone may have restored it.
            if (await _stops.FindAsync(leak.Stop.Id, cancellation) is { State: StopState.Enforced } standing
                && await verification.LeakAsync(standing, leak, now, cancellation) is { } wider)
            {
                taking.Add(wider);
            }
        }

        return (leaks, taking);
    }

    /// <summary>The same for records that nobody waits for.</summary>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(
        IReadOnlyCollection<Invocation> records, DateTimeOffset now, CancellationToken cancellation) =>
        records.Count == 0 ? [] : (await RunAsync(await _stops.OpenAsync(cancellation), records, now, cancellation)).Wider;
}
