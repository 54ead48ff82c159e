using KillSwitch.Core.Drills;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Drills;

/// <summary>
/// Takes away what drills have made: the rule, the stops, the roles. It knows them by their marks, so that what a drill left that was
/// killed is found as well. INVARIANT (one fault keeps nothing else): each is tried whatever became of the others.
/// </summary>
/// <param name="ports">A person's own power.</param>
/// <param name="enforcement">Of the guard.</param>
/// <param name="by">Who takes them away, by ARN.</param>
public sealed class DrillCleanup(DrillPorts ports, Enforcement enforcement, string by)
{
    private const int Looks = 6;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>What is there, as people read it.</summary>
    public async ValueTask<IReadOnlyList<string>> FindAsync(CancellationToken cancellation)
    {
        var found = new List<string>();
        if (await ports.Rules.FindAsync(cancellation) is { } rule)
            found.Add($"the rule {DrillNames.Rule(rule.Drill)}");
        var roles = await ports.Roles.ListAsync(cancellation);
        found.AddRange((await enforcement.Ports.Stops.OpenAsync(cancellation))
            .Where(stop => DrillNames.IsStop(stop) || roles.Any(role => IsOf(stop, role))).Select(stop => "the stop " + stop.Id));
        found.AddRange(roles.Select(role => "the role " + role));
        return found;
    }

    /// <summary>What could not be taken away, and why, as people read it; empty where nothing is left.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        var left = new List<string>();
        await TryAsync("the rule", () => ports.Rules.TakeAsync(cancellation));
        await TryAsync("a stop", () => LiftAsync(
            DrillNames.IsStop, enforcement, by, enforcement.Ports.Clock.GetUtcNow(), cancellation));
        await TryAsync("the roles", async () =>
        {
            foreach (var role in await ports.Roles.ListAsync(cancellation))
            {
                // A rule of the account's own may have stopped it: nobody would be there for that stop any more.
                await TryAsync("a stop of the role " + role, () => LiftAsync(
                    stop => IsOf(stop, role), enforcement, by, enforcement.Ports.Clock.GetUtcNow(), cancellation));
                await TryAsync("the role " + role, () => ports.Roles.RemoveAsync(role, cancellation));
            }
        });
        if (left.Count == 0)
            await TryAsync("what is left", async () => left.AddRange(await FindLeftAsync(cancellation)));
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

    // IAM may show what is deleted for a moment yet.
    private async ValueTask<IReadOnlyList<string>> FindLeftAsync(CancellationToken cancellation)
    {
        for (var look = 1; ; look++)
        {
            var found = await FindAsync(cancellation);
            if (found.Count == 0 || look == Looks)
                return found;
            await Task.Delay(BetweenLooks, enforcement.Ports.Clock, cancellation);
        }
    }

    /// <summary>
    /// Lifts stops for good: not as a restore, after which the meter, which knows the rule for a minute yet, might stop again.
    /// </summary>
    internal static async ValueTask LiftAsync(
        Func<Stop, bool> which, Enforcement enforcement, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var stop in (await enforcement.Ports.Stops.OpenAsync(cancellation)).Where(which))
        {
            await enforcement.CommandAsync(stop, new StopCommand.Restore(now, by), cancellation);
            await enforcement.LiftAsync(stop, now, cancellation);
        }
    }

    /// <summary>Whether a stop is about a role, by whichever rule.</summary>
    internal static bool IsOf(Stop stop, string role) => stop.Target.ToWhose() switch
    {
        StopTarget.Principal one => one.PrincipalName == "role/" + role,
        StopTarget.Session one => one.PrincipalName == "role/" + role,
        _ => false,
    };
}
