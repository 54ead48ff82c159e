using System.Collections.Concurrent;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>Routes in memory.</summary>
public sealed class InMemoryRoutes : IModelRoutes
{
    private readonly Dictionary<string, (string ModelId, ModelScope Scope)> _models = new(StringComparer.Ordinal);

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<ModelRoute> Asked { get; } = new();

    /// <summary>The answer to everything; null for that of the map.</summary>
    public RouteAnswer? Always { get; set; }

    public void Put(string name, string modelId, ModelScope scope = ModelScope.Regional) => _models[name] = (modelId, scope);

    public ValueTask<RouteAnswer> FindAsync(ModelRoute route, CancellationToken cancellation)
    {
        Asked.Enqueue(route);
        if (Always is { } answer)
            return ValueTask.FromResult(answer);
        var found = _models.Where(one => one.Key == route.Identifier || one.Key.EndsWith("/" + route.Id, StringComparison.Ordinal))
            .Select(one => one.Value).ToList();
        return ValueTask.FromResult<RouteAnswer>(
            found is [var (model, scope), ..] ? new RouteAnswer.Found(model, scope) : new RouteAnswer.Hidden("there is no such route"));
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
