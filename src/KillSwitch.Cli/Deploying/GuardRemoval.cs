using KillSwitch.Aws.Deploying;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>Removes a guard: the sensors that were deployed, whatever is asked for now, then home.</summary>
/// <param name="access">The account.</param>
/// <param name="output">Who is told and asked.</param>
/// <param name="undertaking">What whoever interrupts it hears.</param>
/// <param name="stack">The name of home's stack.</param>
internal sealed class GuardRemoval(DeployAccess access, DeployOutput output, Undertaking undertaking, string stack)
{
    private readonly List<(string Stack, string Region)> _removed = [];
    private readonly List<(string Region, string Type, string Name)> _remains = [];

    /// <summary>In order.</summary>
    public IReadOnlyList<(string Stack, string Region)> Removed => _removed;

    /// <summary>What outlives them.</summary>
    public IReadOnlyList<(string Region, string Type, string Name)> Remains => _remains;

    /// <returns>Whether it was agreed to.</returns>
    /// <exception cref="StackFailedException">Something could not be removed.</exception>
    public async Task<bool> RunAsync(bool isAgreed, CancellationToken cancellation)
    {
        var deployed = await access.DeployedAsync(stack, cancellation);
        var home = access.HomeStack(stack);
        if (await home.FindAsync(cancellation) is not { } found)
        {
            throw new BadInputException(
                $"no guard called `{stack}` is deployed in `{access.Home}`; `--stack` and `--region` say which is meant");
        }

        // A stack of somebody else's keeps its sensors, too.
        if (await home.HoldAsync(found, cancellation) is { } hold)
            throw new StackFailedException(hold, isByAws: false);
        // The stack says it, too, where what it wrote down is gone.
        var sensors = deployed?.Sensors
            ?? DeploymentOptions.RegionsOf(found.Parameters.GetValueOrDefault(DeploymentOptions.Regions) ?? "");
        List<string> regions = [.. sensors.Where(region => region != access.Home)];
        if (!isAgreed && !output.Ask($"`{stack}` in {access.Home} of {access.Account}"
            + (regions.Count == 0 ? "" : $", and its sensors in {string.Join(", ", regions)},")
            + " will be removed, and every stop is lifted. Are you sure?"))
        {
            output.Warn("nothing was removed; `--yes` removes it without asking");
            return false;
        }

        var removal = new StackRemoval(access, output, undertaking, stack);
        foreach (var one in (StackInRegion[])[.. regions.Select(region => access.SensorStack(stack, region)), home])
        {
            var remains = await removal.RemoveAsync(one, cancellation);
            _removed.Add((one.Name, one.Region));
            _remains.AddRange(remains.Select(left => (one.Region, left.Type, left.Name)));
        }

        return true;
    }
}
