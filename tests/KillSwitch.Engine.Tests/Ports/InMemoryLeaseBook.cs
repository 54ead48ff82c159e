using KillSwitch.Core.Leases;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>A lease in memory.</summary>
public sealed class InMemoryLeaseBook : ILeaseBook
{
    private Lease? _lease;

    public ValueTask<Lease?> ReadAsync(CancellationToken cancellation) => ValueTask.FromResult(_lease);

    public ValueTask RenewAsync(DateTimeOffset now, DateTimeOffset holdsUntil, CancellationToken cancellation)
    {
        if (_lease?.RenewedAt is not { } last || last < now)
            _lease = new Lease(now, holdsUntil);
        return ValueTask.CompletedTask;
    }

    public ValueTask WithholdAsync(string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        _lease = (_lease ?? new Lease(null, null)) with { Withheld = reason, WithheldSince = _lease?.WithheldSince ?? now };
        return ValueTask.CompletedTask;
    }
}
