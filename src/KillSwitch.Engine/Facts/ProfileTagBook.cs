using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Facts;

/// <summary>
/// The tags of the application inference profiles that are called, where a policy looks at them: of each asked for at most once an hour and
/// kept in the guard's memory for every part. Nothing here fails: tags that cannot be had now are as they were last known, and those of a
/// profile that was never met <c>(unknown)</c>.
/// </summary>
public sealed class ProfileTagBook(IModelRoutes routes, IGuardMemory memory, TimeProvider clock)
{
    // Names are callers' text: what is remembered stays bounded.
    private const int MostKnown = 4096;

    private static readonly TimeSpan AskEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The calls with the tags of their profiles; the same calls where the policy asks for none.</summary>
    /// <param name="batch">With the names behind their profiles.</param>
    public async ValueTask<IReadOnlyCollection<Invocation>> DescribeAsync(
        RuleBook rules, IReadOnlyCollection<Invocation> batch, CancellationToken cancellation)
    {
        if (rules.Asked.All(one => one.Kind != DimensionKind.ProfileTag))
            return batch;
        foreach (var arn in batch.Select(call => call.Model.Profile?.Arn).OfType<string>().Distinct())
        {
            try
            {
                await LearnAsync(arn, cancellation);
            }
            catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
            {
                // What was known is gone on with.
            }
        }

        return [.. batch.Select(call => call.Model.Profile is { Arn: { } arn } profile && _known.GetValueOrDefault(arn)?.Tags is { } tags
            ? call with { Model = call.Model with { Profile = profile with { Tags = tags } } }
            : call)];
    }

    private async ValueTask LearnAsync(string arn, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(arn, out var known) && now < known.Until)
            return;
        var name = "profile-tags/" + arn;
        var kept = await KeptText.ReadAsync(memory, name, KeptTags.Parse, cancellation);
        if (_known.Count >= MostKnown)
            _known.Clear();
        if (kept is not null && now < kept.At + AskEvery)
        {
            _known[arn] = new Known(kept.Tags, kept.At + AskEvery);
            return;
        }

        // Asked again soon where there is no answer.
        _known[arn] = new Known(kept?.Tags ?? known?.Tags, now + AskAgainAfter);
        if (await routes.ProfileTagsAsync(arn, cancellation) is not { } tags)
            return;
        _known[arn] = new Known(tags, now + AskEvery);
        await memory.KeepAsync(name, new KeptTags(now, tags).ToText(), cancellation);
    }

    private sealed record Known(TagSet? Tags, DateTimeOffset Until);
}
