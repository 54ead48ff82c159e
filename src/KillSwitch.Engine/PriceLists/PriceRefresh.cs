using System.Globalization;
using KillSwitch.Core.PriceLists;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.PriceLists;

/// <summary>What a look at a region's list came to.</summary>
/// <param name="Region">Which.</param>
/// <param name="Prices">What is in force now, and what waits; null where the list could not be read and never was.</param>
/// <param name="Taken">What was taken up by this look.</param>
/// <param name="Problem">Why the list could not be read, as one clause; null where it was.</param>
public sealed record RefreshedPrices(
    string Region, RegionPrices? Prices, IReadOnlyList<PriceChange> Taken, string? Problem = null)
{
    /// <summary>Nobody answered at all.</summary>
    public bool IsUnreachable { get; init; }
}

/// <summary>Reads AWS's list of a region and takes up what is right. A list that is half read changes nothing.</summary>
public sealed class PriceRefresh(IPriceLists lists, IPriceStore store)
{
    // Nobody else writes but a person at the same moment.
    private const int Attempts = 3;

    /// <param name="region">Which.</param>
    /// <param name="called">Models that were called there.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<RefreshedPrices> RunAsync(
        string region, IReadOnlyCollection<string> called, DateTimeOffset now, CancellationToken cancellation)
    {
        ListedPrices read;
        try
        {
            read = await lists.ReadAsync(region, called, cancellation);
        }
        catch (PriceListUnreadException error)
        {
            return new RefreshedPrices(region, (await store.FindAsync(region, cancellation))?.Prices, [], error.Message)
            {
                IsUnreachable = error.IsUnreachable,
            };
        }

        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var before = await store.FindAsync(region, cancellation);
            var (after, taken) = PriceUptake.Take(before?.Prices, read, now);
            if (await store.TryKeepAsync(before, after, Audit(region, read.Version, taken), now, cancellation))
                return new RefreshedPrices(region, after, taken);
        }

        return new RefreshedPrices(
            region, (await store.FindAsync(region, cancellation))?.Prices, [], "somebody else writes the prices of the region");
    }

    /// <summary>Takes up what a person accepts; empty where nothing of it waits.</summary>
    /// <param name="store">What is kept.</param>
    /// <param name="region">Which.</param>
    /// <param name="accepted">Whether a held change is accepted.</param>
    /// <param name="by">Whose word it is.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async ValueTask<IReadOnlyList<PriceChange>> AcceptAsync(
        IPriceStore store, string region, Func<PriceChange, bool> accepted, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await store.FindAsync(region, cancellation) is not { } before)
                return [];
            var (after, taken) = PriceUptake.Accept(before.Prices, accepted, now);
            if (taken.Count == 0)
                return [];
            var models = string.Join(", ", taken.Select(change => change.Model).Distinct());
            var audit = $"{Count(taken.Count)} of {region} accepted by {by}: {models}";
            if (await store.TryKeepAsync(before, after, audit, now, cancellation))
                return taken;
        }

        throw new PriceListUnreadException($"somebody else writes the prices of {region}: try again");
    }

    private static string? Audit(string region, string version, IReadOnlyList<PriceChange> taken) => taken.Count == 0
        ? null
        : $"{Count(taken.Count)} of {region} taken up from AWS's list {version}";

    private static string Count(int changes) =>
        string.Create(CultureInfo.InvariantCulture, $"{changes:#,##0} {(changes == 1 ? "price" : "prices")}");
}
