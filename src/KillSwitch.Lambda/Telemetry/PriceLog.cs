using KillSwitch.Engine.PriceLists;

namespace KillSwitch.Lambda.Telemetry;

/// <summary>What looks at AWS's Price List came to.</summary>
internal static class PriceLog
{
    public static void Prices(this JsonLog log, RefreshedPrices refreshed)
    {
        if (refreshed.Problem is { } problem)
        {
            log.Warn("AWS's price list was not read; nothing was changed", ("region", refreshed.Region), ("reason", problem));
            return;
        }

        if (refreshed.Prices is not { } prices)
            return;
        foreach (var change in refreshed.Taken)
            log.Info("a price was taken up", ("price", PriceWords.Of(change, refreshed.Region)));
        foreach (var change in prices.Held)
            log.Warn("a price waits for a person", ("price", PriceWords.Of(change, refreshed.Region)));
        foreach (var reason in prices.NotTaken)
            log.Warn("a row of AWS's price list was not taken", ("region", refreshed.Region), ("row", reason));
        if (prices.Unjoined.Count > 0)
        {
            log.Info("names in AWS's price list that are no known model's", ("region", refreshed.Region),
                ("names", string.Join(", ", prices.Unjoined)));
        }

        log.Info("AWS's price list was read", ("region", refreshed.Region), ("version", prices.Version), ("prices", prices.Entries.Count),
            ("taken", refreshed.Taken.Count), ("held", prices.Held.Count));
    }
}
