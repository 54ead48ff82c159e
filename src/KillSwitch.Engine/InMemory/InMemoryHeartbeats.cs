using System.Collections.Concurrent;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>Signs of life in memory.</summary>
public sealed class InMemoryHeartbeats : IHeartbeats
{
    private readonly ConcurrentDictionary<string, Heartbeat> _beats = new(StringComparer.Ordinal);

    public ValueTask WriteAsync(Heartbeat beat, CancellationToken cancellation)
    {
        _beats.AddOrUpdate(beat.Part, beat, (_, before) => beat with
        {
            NewestRecord = beat.NewestRecord ?? before.NewestRecord,
            DataLag = beat.DataLag ?? before.DataLag,
            EnforcementLag = beat.EnforcementLag ?? before.EnforcementLag,
            UnpricedAt = beat.UnpricedAt ?? before.UnpricedAt,
            Unpriced = beat.Unpriced ?? before.Unpriced,
            FailedAt = before.FailedAt,
            Failure = before.Failure,
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask FailAsync(string part, DateTimeOffset at, string failure, CancellationToken cancellation)
    {
        _beats.AddOrUpdate(part, new Heartbeat(part, DateTimeOffset.UnixEpoch)
        {
            FailedAt = at,
            Failure = failure,
        }, (_, before) => before with { FailedAt = at, Failure = failure });
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<Heartbeat>> ReadAsync(CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<Heartbeat>>([.. _beats.Values.OrderBy(beat => beat.Part, StringComparer.Ordinal)]);
}
