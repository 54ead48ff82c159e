using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>Lets in what Bedrock wrote, and keeps word of what others did.</summary>
public sealed class Intake(OwnSubscription own, IOwnGroups groups, ForeignRecords foreign)
{
    /// <summary>The records of a delivery that count. What is foreign for good counts nowhere and is noted.</summary>
    /// <param name="origin">Where the delivery says that it comes from.</param>
    /// <param name="batch">What it holds.</param>
    /// <exception cref="UnknownGroupException">Its log group is not known. That may pass, as a group may be new: the delivery comes
    /// again.</exception>
    public async ValueTask<IReadOnlyList<Invocation>> AdmitAsync(
        DeliveryOrigin origin, IReadOnlyList<Invocation> batch, DateTimeOffset now, CancellationToken cancellation)
    {
        if (own.Foreign(origin) is { } reason)
        {
            await foreign.NoteAsync(own.Region, batch.Count, $"{reason} ({origin})", now, cancellation);
            return [];
        }

        if (origin.LogGroup is not { } group || !await groups.HasAsync(group, cancellation))
        {
            await foreign.NoteAsync(
                own.Region, batch.Count, $"Bedrock was not set to write to their log group ({origin})", now, cancellation);
            throw new UnknownGroupException(
                $"records came from the log group {origin.LogGroup ?? "(none)"}, which Bedrock was not set to write to");
        }

        var others = batch.Where(record => own.Foreign(origin, record) is not null).ToList();
        if (others.Count == 0)
            return batch;
        await foreign.NoteAsync(own.Region, others.Count, $"{own.Foreign(origin, others[0])} ({origin})", now, cancellation);
        return [.. batch.Except(others)];
    }
}

/// <summary>A delivery whose log group is not known: it is tried again, and then kept in the dead-letter queue.</summary>
public sealed class UnknownGroupException(string message) : Exception(message);
