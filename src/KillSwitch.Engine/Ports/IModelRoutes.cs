using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Ports;

/// <summary>Says which model stands behind a name that hides it.</summary>
public interface IModelRoutes
{
    ValueTask<RouteAnswer> FindAsync(ModelRoute route, CancellationToken cancellation);

    /// <summary>The tags of an application inference profile; null where they cannot be had for now.</summary>
    ValueTask<TagSet?> ProfileTagsAsync(string arn, CancellationToken cancellation);

    /// <summary>
    /// What a deny on foundation models does not reach, as it has an ARN of its own: the provisioned models and custom deployments
    /// in a region that stand on one of them.
    /// </summary>
    /// <param name="isOne">Says of an id whether it is one of them.</param>
    /// <param name="region">Where to look.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<IReadOnlyList<string>> OwnArnsAsync(Func<string, bool> isOne, string region, CancellationToken cancellation);
}

public abstract record RouteAnswer
{
    private RouteAnswer()
    {
    }

    /// <param name="ModelId">The model's id, with the geography where a profile has one.</param>
    /// <param name="Scope">Which price applies.</param>
    public sealed record Found(string ModelId, ModelScope Scope) : RouteAnswer
    {
        /// <summary>Of an application inference profile, what Bedrock says of it but for its tags; null where nobody said.</summary>
        public ApplicationProfile? Profile { get; init; }
    }

    /// <summary>It is not there, or may not be seen; one sentence without a full stop says why.</summary>
    public sealed record Hidden(string Reason) : RouteAnswer;

    /// <summary>No answer for now.</summary>
    public sealed record Unavailable(string Reason) : RouteAnswer;
}
