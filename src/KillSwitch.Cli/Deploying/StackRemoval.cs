using KillSwitch.Aws.Deploying;
using KillSwitch.Cli.Terminals;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>Takes a stack of the guard, and its code, out of a region.</summary>
/// <param name="access">The account.</param>
/// <param name="output">Who is told.</param>
/// <param name="undertaking">What whoever interrupts it hears.</param>
/// <param name="home">The name of home's stack.</param>
internal sealed class StackRemoval(DeployAccess access, DeployOutput output, Undertaking undertaking, string home)
{
    /// <returns>What of it remains, by type and name.</returns>
    public Task<IReadOnlyList<(string Type, string Name)>> RemoveAsync(string region, CancellationToken cancellation) =>
        RemoveAsync(access.SensorStack(home, region), cancellation);

    /// <summary>Of any stack of the guard's; one that is not there is no trouble.</summary>
    /// <exception cref="StackFailedException">It is something else's, or could not be removed.</exception>
    public async Task<IReadOnlyList<(string Type, string Name)>> RemoveAsync(StackInRegion stack, CancellationToken cancellation)
    {
        IReadOnlyList<(string, string)> remains = [];
        if (await stack.FindAsync(cancellation) is { } found)
        {
            if (await stack.HoldAsync(found, cancellation) is { } hold)
                throw new StackFailedException(hold, isByAws: false);
            remains = found.State == StackState.Planned ? [] : await RetainedAsync(stack, cancellation);
            var subject = $"{stack.Name} {stack.Region}";
            output.Say($"{stack.Name} in {stack.Region}: removing");
            undertaking.Tell(subject, $"CloudFormation goes on removing `{stack.Name}` in `{stack.Region}` by itself");
            await stack.RemoveAsync(found, output.Say, cancellation);
            undertaking.Tell(subject, $"`{stack.Name}` in `{stack.Region}` is removed");
        }

        var bucket = access.Bucket(null, stack.Region);
        if (await bucket.RemoveAsync(stack.Name, cancellation) is { } isGone)
        {
            output.Say($"{stack.Name} in {stack.Region}: "
                + (isGone ? $"the bucket {bucket.Name} is gone" : $"its code is gone from {bucket.Name}, which others use"));
        }

        return remains;
    }

    private static async Task<IReadOnlyList<(string, string)>> RetainedAsync(StackInRegion stack, CancellationToken cancellation)
    {
        var kept = (await stack.TemplateAsync(cancellation))?.Retained ?? [];
        if (kept.Count == 0)
            return [];
        var resources = await stack.ResourcesAsync(cancellation);
        return [.. kept.Where(resources.ContainsKey).Select(id => resources[id])];
    }
}
