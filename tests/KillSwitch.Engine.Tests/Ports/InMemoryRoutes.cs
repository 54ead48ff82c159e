using System.Collections.Concurrent;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>Routes in memory.</summary>
public sealed class InMemoryRoutes : IModelRoutes
{
    private readonly Dictionary<string, (string ModelId, ModelScope Scope, string? Name)> _models = new(StringComparer.Ordinal);

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<ModelRoute> Asked { get; } = new();

    /// <summary>The answer to everything; null for that of the map.</summary>
    public RouteAnswer? Always { get; set; }

    /// <summary>Tags of profiles by ARN; null while nobody may see any.</summary>
    public IReadOnlyDictionary<string, TagSet>? Tags { get; set; } = new Dictionary<string, TagSet>();

    /// <summary>How often tags were asked for.</summary>
    public int TagReadings { get; private set; }

    /// <param name="name">An ARN.</param>
    /// <param name="modelId">Behind it.</param>
    /// <param name="scope">Which price applies.</param>
    /// <param name="profile">Of an application inference profile, how it is called.</param>
    public void Put(string name, string modelId, ModelScope scope = ModelScope.Regional, string? profile = null) =>
        _models[name] = (modelId, scope, profile);

    public ValueTask<TagSet?> ProfileTagsAsync(string arn, CancellationToken cancellation)
    {
        TagReadings++;
        return ValueTask.FromResult(Tags is null ? null : Tags.GetValueOrDefault(arn) ?? TagSet.OfProfile([]));
    }

    public ValueTask<RouteAnswer> FindAsync(ModelRoute route, CancellationToken cancellation)
    {
        Asked.Enqueue(route);
        if (Always is { } answer)
            return ValueTask.FromResult(answer);
        var found = _models.Where(one => one.Key == route.Identifier || one.Key.EndsWith("/" + route.Id, StringComparison.Ordinal))
            .ToList();
        return ValueTask.FromResult<RouteAnswer>(
            found is [var (name, (model, scope, profile)), ..]
                ? new RouteAnswer.Found(model, scope)
                {
                    Profile = profile is null ? null : ApplicationProfile.Of(name)! with { Name = profile },
                }
                : new RouteAnswer.Hidden("there is no such route"));
    }

    public ValueTask<IReadOnlyList<string>> OwnArnsAsync(Func<string, bool> isOne, string region, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<string>>(
    [
        .. _models.Where(one => isOne(one.Value.ModelId)
                && ModelRoute.Of(ModelId.Parse(one.Key), region) is { Kind: RouteKind.ProvisionedModel
                    or RouteKind.CustomModelDeployment } route && route.Region == region)
            .Select(one => one.Key).Order(StringComparer.Ordinal),
    ]);
}
