using KillSwitch.Core.Drills;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Drills;

/// <summary>
/// Takes away what drills have made: the rule, the stops, the roles. It knows them by their marks, so that what a drill left that was
/// killed is found as well. INVARIANT (one fault keeps nothing else): each is tried whatever became of the others.
/// </summary>
/// <param name="ports">A person's own power.</param>
/// <param name="enforcement">Of the guard.</param>
/// <param name="policy">In force.</param>
/// <param name="by">Who takes them away, by ARN.</param>
public sealed class DrillCleanup(DrillPorts ports, Enforcement enforcement, Policy policy, string by)
{
    /// <summary>What is there, as people read it.</summary>
    public async ValueTask<IReadOnlyList<string>> FindAsync(CancellationToken cancellation)
    {
        var found = new List<string>();
        if (await ports.Rules.FindAsync(cancellation) is { } rule)
            found.Add($"the rule {DrillNames.Rule(rule.Drill)}");
        found.AddRange((await enforcement.Ports.Stops.OpenAsync(cancellation)).Where(DrillNames.IsStop)
            .Select(stop => "the stop " + stop.Id));
        found.AddRange((await ports.Roles.ListAsync(cancellation)).Select(role => "the role " + role));
        return found;
    }

    /// <summary>What could not be taken away, and why, as people read it; empty where nothing is left.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        var left = new List<string>();
        await TryAsync("the rule", () => ports.Rules.TakeAsync(cancellation));
        await TryAsync("a stop", () => RestoreAsync(
            enforcement.Ports.Stops, enforcement, policy, by, enforcement.Ports.Clock.GetUtcNow(), cancellation));
        await TryAsync("the roles", async () =>
        {
            foreach (var role in await ports.Roles.ListAsync(cancellation))
                await TryAsync("the role " + role, () => ports.Roles.RemoveAsync(role, cancellation));
        });
        if (left.Count == 0)
            await TryAsync("what is left", async () => left.AddRange(await FindAsync(cancellation)));
        return left;

        async ValueTask TryAsync(string what, Func<ValueTask> act)
        {
            try
            {
                await act();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                left.Add($"{what}: {enforcement.Ports.Words(error)}");
            }
        }
    }

    /// <summary>Lifts every stop of a drill.</summary>
    internal static async ValueTask RestoreAsync(
        IStopStore stops, Enforcement enforcement, Policy policy, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var stop in (await stops.OpenAsync(cancellation)).Where(DrillNames.IsStop))
        {
            await new Restoration(enforcement).RunAsync(stop, policy, 0, by, now, cancellation);
            await enforcement.LiftAsync(stop, now, cancellation);
        }
    }
}
