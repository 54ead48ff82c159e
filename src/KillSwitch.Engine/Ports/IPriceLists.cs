using KillSwitch.Core.PriceLists;

namespace KillSwitch.Engine.Ports;

/// <summary>AWS's own Price List.</summary>
public interface IPriceLists
{
    /// <summary>The whole list of a region.</summary>
    /// <param name="region">Which.</param>
    /// <param name="called">Models that were called there: what the list lacks of them is looked for in the account's own offers.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="PriceListUnreadException">It cannot be had, or not as a whole.</exception>
    ValueTask<ListedPrices> ReadAsync(string region, IReadOnlyCollection<string> called, CancellationToken cancellation);
}

/// <summary>The list of a region cannot be had as a whole; the message says why, as one clause.</summary>
public sealed class PriceListUnreadException : Exception
{
    public PriceListUnreadException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Nobody answered at all: no way leads there, which somebody may have meant.</summary>
    public bool IsUnreachable { get; init; }
}
