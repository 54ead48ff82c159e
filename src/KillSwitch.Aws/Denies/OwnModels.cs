using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// What the account has of its own that stands on a foundation model: provisioned throughput and custom deployments have ARNs that a
/// deny of the model does not reach. What was denied is remembered, so that lifting takes off the same.
/// </summary>
/// <param name="routes">Lists them.</param>
/// <param name="memory">Of every model under a stop, the ARNs that are denied with it.</param>
/// <param name="regions">Where to look.</param>
public sealed class OwnModels(IModelRoutes routes, IGuardMemory memory, IReadOnlyList<string> regions)
{
    private const string Name = "own-models";

    /// <summary>What is to be denied with the model, and a sentence on what is left out; null when nothing is.</summary>
    public async ValueTask<(IReadOnlyList<string> Arns, string? LeftOut)> TakeAsync(StopTarget.Model model, CancellationToken cancellation)
    {
        var all = await RecallAsync(cancellation);
        var known = all.GetValueOrDefault(model.ModelId, []);
        var found = known.ToList();
        var problems = new List<string>();
        foreach (var region in regions)
        {
            try
            {
                found.AddRange((await routes.OwnArnsAsync(model.ModelId, region, cancellation)).Where(arn => !found.Contains(arn)));
            }
            catch (Exception error) when (AwsFailure.Is(error))
            {
                problems.Add($"the provisioned models and deployments of {region} could not be listed: {AwsProblem.ClauseOf(error)}");
            }
        }

        // The tags of a principal hold so many, whichever models they stand on.
        var room = Math.Max(
            0, StopTags.Default.OwnModels.Count - all.Where(other => other.Key != model.ModelId).Sum(other => other.Value.Length));
        string[] taken = [.. found.Take(room)];
        if (!taken.SequenceEqual(known))
            await KeepAsync(all, model, taken, cancellation);
        if (found.Count > room)
            problems.Add($"no tag is free for {string.Join(", ", found.Skip(room))}");
        return (taken, problems.Count == 0 ? null : string.Join("; ", problems));
    }

    /// <summary>What is denied with the model.</summary>
    public async ValueTask<IReadOnlyList<string>> KnownAsync(StopTarget.Model model, CancellationToken cancellation) =>
        (await RecallAsync(cancellation)).GetValueOrDefault(model.ModelId, []);

    public async ValueTask ForgetAsync(StopTarget.Model model, CancellationToken cancellation)
    {
        var all = await RecallAsync(cancellation);
        if (all.ContainsKey(model.ModelId))
            await KeepAsync(all, model, [], cancellation);
    }

    // A line a model: its id, and its ARNs, with spaces between.
    private async ValueTask<Dictionary<string, string[]>> RecallAsync(CancellationToken cancellation) =>
        (await memory.RecallAsync(Name, cancellation) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).DistinctBy(words => words[0])
                .ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);

    private async ValueTask KeepAsync(
        Dictionary<string, string[]> all, StopTarget.Model model, string[] arns, CancellationToken cancellation)
    {
        all[model.ModelId] = arns;
        await memory.KeepAsync(
            Name, string.Join('\n', all.Where(one => one.Value.Length > 0).Select(one => $"{one.Key} {string.Join(' ', one.Value)}")),
            cancellation);
    }
}
