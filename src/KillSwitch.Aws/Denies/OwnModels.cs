using KillSwitch.Core.Denies;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// What the account has of its own that stands on foundation models: provisioned throughput and custom deployments have ARNs that a
/// deny of the models does not reach. What was denied is remembered, so that lifting takes off the same.
/// </summary>
/// <param name="routes">Lists them.</param>
/// <param name="memory">Of every stop, the ARNs that are denied with it.</param>
/// <param name="regions">Where to look.</param>
/// <param name="slots">The tags of a principal that hold them, whichever models they stand on.</param>
/// <param name="name">What the memory calls them.</param>
public sealed class OwnModels(
    IModelRoutes routes, IGuardMemory memory, IReadOnlyList<string> regions, TagSlots slots, string name = "own-models")
{
    /// <summary>What is to be denied with the models, and a sentence on what is left out; null when nothing is.</summary>
    /// <param name="models">What the stop calls them.</param>
    /// <param name="isOne">Says of an id whether it is one of them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<(IReadOnlyList<string> Arns, string? LeftOut)> TakeAsync(
        string models, Func<string, bool> isOne, CancellationToken cancellation)
    {
        var (all, key) = (await RecallAsync(cancellation), KeyOf(models));
        var known = all.GetValueOrDefault(key, []);
        var found = known.ToList();
        var problems = new List<string>();
        foreach (var region in regions)
        {
            try
            {
                found.AddRange((await routes.OwnArnsAsync(isOne, region, cancellation)).Where(arn => !found.Contains(arn)));
            }
            catch (Exception error) when (AwsFailure.Is(error))
            {
                problems.Add($"the provisioned models and deployments of {region} could not be listed: {AwsProblem.ClauseOf(error)}");
            }
        }

        var room = Math.Max(0, slots.Count - all.Where(other => other.Key != key).Sum(other => other.Value.Length));
        string[] taken = [.. found.Take(room)];
        if (!taken.SequenceEqual(known))
            await KeepAsync(all, key, taken, cancellation);
        if (found.Count > room)
            problems.Add($"no tag is free for {string.Join(", ", found.Skip(room))}");
        return (taken, problems.Count == 0 ? null : string.Join("; ", problems));
    }

    /// <summary>What is denied with the models.</summary>
    public async ValueTask<IReadOnlyList<string>> KnownAsync(string models, CancellationToken cancellation) =>
        (await RecallAsync(cancellation)).GetValueOrDefault(KeyOf(models), []);

    public async ValueTask ForgetAsync(string models, CancellationToken cancellation)
    {
        var (all, key) = (await RecallAsync(cancellation), KeyOf(models));
        if (all.ContainsKey(key))
            await KeepAsync(all, key, [], cancellation);
    }

    private static string KeyOf(string models) => models.Replace(" ", "", StringComparison.Ordinal);

    // A line a stop: its models, and their ARNs, with spaces between.
    private async ValueTask<Dictionary<string, string[]>> RecallAsync(CancellationToken cancellation) =>
        (await memory.RecallAsync(name, cancellation) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).DistinctBy(words => words[0])
                .ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);

    private async ValueTask KeepAsync(Dictionary<string, string[]> all, string key, string[] arns, CancellationToken cancellation)
    {
        all[key] = arns;
        await memory.KeepAsync(
            name, string.Join('\n', all.Where(one => one.Value.Length > 0).Select(one => $"{one.Key} {string.Join(' ', one.Value)}")),
            cancellation);
    }
}
