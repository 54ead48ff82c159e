using KillSwitch.Aws.Deploying;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Settings;
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
        var home = access.HomeStack(stack);
        if (await home.FindAsync(cancellation) is not { } found)
            return await CodeAsync(isAgreed, cancellation);
        // A stack of somebody else's keeps its sensors, too.
        if (await home.HoldAsync(found, cancellation) is { } hold)
            throw new StackFailedException(hold, isByAws: false);
        var regions = await SensorsAsync(home, found, cancellation);
        if (!isAgreed)
        {
            var remains = await StackRemoval.RetainedAsync(home, cancellation);
            if (remains.Count > 0)
                output.Note("What it holds remains: " + string.Join(", ", remains.Select(one => $"{one.Type} {one.Name}")) + ".");
        }

        if (!isAgreed && !output.Ask($"`{stack}` in {access.Home} of {access.Account}"
            + (regions.Count == 0 ? "" : $", and its sensors in {string.Join(", ", regions)},")
            + " will be removed, and every stop is lifted. Are you sure?"))
        {
            output.Warn("nothing was removed");
            return false;
        }

        var removal = new StackRemoval(access, output, undertaking, stack);
        foreach (var one in (StackInRegion[])[.. regions.Select(region => access.SensorStack(stack, region)), home])
        {
            var remains = await removal.RemoveAsync(one, cancellation);
            if (!remains.Any(left => left.Type == StackRemoval.StackType))
                _removed.Add((one.Name, one.Region));
            _remains.AddRange(remains.Select(left => (one.Region, left.Type, left.Name)));
        }

        return true;
    }

    // What it wrote down, else what its functions are told, else what the stack says.
    private async Task<List<string>> SensorsAsync(StackInRegion home, StackFound found, CancellationToken cancellation)
    {
        var deployed = await access.DeployedAsync(stack, cancellation);
        var sensors = deployed.Place?.Sensors;
        if (sensors is null && found.State is not (StackState.Planned or StackState.NeverDeployed or StackState.HalfRemoved))
        {
            sensors = (await access.RecoveredAsync(home, cancellation)).Place?.Sensors;
            output.Warn($"the parameter `{GuardSetting.Parameter(stack)}` {deployed.Fault}; which regions have a sensor is taken from "
                + (sensors is null ? "the stack's `regions`" : "what the guard's functions are told"));
        }

        sensors ??= DeploymentOptions.RegionsOf(found.Parameters.GetValueOrDefault(DeploymentOptions.Regions) ?? "");
        return [.. sensors.Where(region => region != access.Home)];
    }

    // The stack went, and what it was made from did not.
    private async Task<bool> CodeAsync(bool isAgreed, CancellationToken cancellation)
    {
        var bucket = access.Bucket(null, access.Home);
        if (!await bucket.HoldsAsync(stack, cancellation))
        {
            throw new BadInputException(
                $"no guard called `{stack}` is deployed in `{access.Home}`; `--stack` and `--region` say which is meant");
        }

        if (!isAgreed && !output.Ask($"`{stack}` in {access.Home} of {access.Account} is removed already; what it was made from, in the "
            + $"bucket {bucket.Name}, will be removed, too. Are you sure?"))
        {
            output.Warn("nothing was removed");
            return false;
        }

        await new StackRemoval(access, output, undertaking, stack).RemoveAsync(access.HomeStack(stack), cancellation);
        _removed.Add((stack, access.Home));
        return true;
    }
}
