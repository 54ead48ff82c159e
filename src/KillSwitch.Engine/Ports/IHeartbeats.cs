namespace KillSwitch.Engine.Ports;

/// <summary>Signs of life, one for each part of the guard.</summary>
public interface IHeartbeats
{
    /// <summary>What the beat leaves out stays as it was.</summary>
    ValueTask WriteAsync(Heartbeat beat, CancellationToken cancellation);

    /// <summary>Keeps that a part failed; its last success stays.</summary>
    ValueTask FailAsync(string part, DateTimeOffset at, string failure, CancellationToken cancellation);

    ValueTask<IReadOnlyList<Heartbeat>> ReadAsync(CancellationToken cancellation);
}
