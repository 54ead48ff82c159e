using KillSwitch.Core.PriceLists;

namespace KillSwitch.Engine.Ports;

/// <summary>What the guard has taken up of AWS's Price List.</summary>
public interface IPriceStore
{
    /// <summary>Moves when a price that is in force does; 0 while none was ever kept.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellation);

    /// <summary>Of every region whose list was read; those that cannot be read are left out, and noted.</summary>
    ValueTask<IReadOnlyList<KeptPrices>> AllAsync(CancellationToken cancellation);

    /// <summary>Null for a region whose list was never read.</summary>
    ValueTask<KeptPrices?> FindAsync(string region, CancellationToken cancellation);

    /// <summary>Keeps what is now; false when someone else kept something since, and then nothing changed.</summary>
    /// <param name="before">What it was made from; null for none.</param>
    /// <param name="after">What is.</param>
    /// <param name="audit">A sentence for the audit trail where prices moved; null where none did.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<bool> TryKeepAsync(
        KeptPrices? before, RegionPrices after, string? audit, DateTimeOffset at, CancellationToken cancellation);
}

/// <summary>The prices of a region as they are kept.</summary>
/// <param name="Prices">What.</param>
/// <param name="Number">Counts how often they were kept.</param>
public sealed record KeptPrices(RegionPrices Prices, long Number);
