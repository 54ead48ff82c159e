using KillSwitch.Core.Prices;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.PriceLists;

namespace KillSwitch.Aws.PriceLists;

/// <summary>
/// The prices that were taken up of AWS's list, as a process knows them. Whether they moved is asked when what is known is older than asked
/// for; they are read when they did.
/// </summary>
public sealed class PricesInForce(IPriceStore store, TimeProvider clock)
{
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;
    private long _version;

    public IReadOnlyList<PriceEntry> Entries { get; private set; } = [];

    /// <summary>True when they moved.</summary>
    public async ValueTask<bool> RefreshAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now - _askedAt < atMost)
            return false;
        var version = await store.VersionAsync(cancellation);
        if (version != _version)
            Entries = await ListedBook.EntriesAsync(store, cancellation);
        _askedAt = now;
        var moved = version != _version;
        _version = version;
        return moved;
    }
}
