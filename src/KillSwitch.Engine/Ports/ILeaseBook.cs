using KillSwitch.Core.Leases;

namespace KillSwitch.Engine.Ports;

/// <summary>
/// The lease, which is read outside the guard too: what is written here counts even when the guard dies in the next moment.
/// </summary>
public interface ILeaseBook
{
    /// <summary>Null where there is none, which holds for nobody.</summary>
    ValueTask<Lease?> ReadAsync(CancellationToken cancellation);

    /// <summary>Sets until when it holds. A renewal that is older than the last changes nothing.</summary>
    ValueTask RenewAsync(DateTimeOffset now, DateTimeOffset holdsUntil, CancellationToken cancellation);

    /// <summary>Keeps why it is not renewed, and since when; until when it holds stays as it is.</summary>
    ValueTask WithholdAsync(string reason, DateTimeOffset now, CancellationToken cancellation);
}
