using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.PriceLists;

/// <summary>Price books over what was taken up of AWS's list.</summary>
public static class ListedBook
{
    /// <summary>What is in force now, in one reading.</summary>
    /// <param name="store">Null where no list is kept.</param>
    /// <param name="policy">Whose own prices and discounts hold.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async ValueTask<PriceBook> ReadAsync(IPriceStore? store, Policy policy, CancellationToken cancellation) =>
        PolicyPrices.Book(policy, listed: store is null ? null : await EntriesAsync(store, cancellation));

    public static async ValueTask<IReadOnlyList<PriceEntry>> EntriesAsync(IPriceStore store, CancellationToken cancellation) =>
        [.. (await store.AllAsync(cancellation)).SelectMany(kept => kept.Prices.Entries)];
}
