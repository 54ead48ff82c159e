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
    /// <summary>The type of what remains where a whole stack does.</summary>
    public const string StackType = "AWS::CloudFormation::Stack";

    /// <returns>What of it remains, by type and name.</returns>
    public Task<IReadOnlyList<(string Type, string Name)>> RemoveAsync(string region, CancellationToken cancellation) =>
        RemoveAsync(access.SensorStack(home, region), cancellation);

    /// <summary>Of any stack of the guard's; one that is not there is no trouble.</summary>
    /// <exception cref="StackFailedException">It is something else's, or could not be removed.</exception>
    public async Task<IReadOnlyList<(string Type, string Name)>> RemoveAsync(StackInRegion stack, CancellationToken cancellation)
    {
        IReadOnlyList<(string, string)> remains = [];
        StackFound? found;
        try
        {
            found = await stack.FindAsync(cancellation);
        }
        catch (Exception error) when (stack.Region != access.Home && BedrockRegions.IsNotEnabled(error))
        {
            output.Warn(
                $"`{stack.Region}` is not enabled in this account any more, so `{stack.Name}` stays there, and nothing calls it: to "
                + "remove it enable the region, take off its termination protection and delete it in CloudFormation's console");
            return [(StackType, stack.Name)];
        }

        if (found is not null)
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

    /// <summary>What of a stack outlives it, by type and name.</summary>
    public static async Task<IReadOnlyList<(string Type, string Name)>> RetainedAsync(StackInRegion stack, CancellationToken cancellation)
    {
        var kept = (await stack.TemplateAsync(cancellation))?.Retained ?? [];
        if (kept.Count == 0)
            return [];
        var resources = await stack.ResourcesAsync(cancellation);
        return [.. kept.Where(resources.ContainsKey).Select(id => resources[id])];
    }
}
