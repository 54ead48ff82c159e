using System.Globalization;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>What is taken off list prices.</summary>
/// <param name="Percent">Above 0 and below 100.</param>
/// <param name="Source">Who says so.</param>
public sealed record PriceDiscount(decimal Percent, string Source)
{
    public PriceEntry Off(PriceEntry entry) => entry with
    {
        Input = Off(entry.Input),
        Output = Off(entry.Output),
        CacheRead = Off(entry.CacheRead),
        CacheWrite5m = Off(entry.CacheWrite5m),
        CacheWrite1h = Off(entry.CacheWrite1h),
        Source = string.Create(CultureInfo.InvariantCulture, $"{entry.Source} (less {Percent:0.####} %: {Source})"),
    };

    public PriceList Off(PriceList list) => list with
    {
        Entries = [.. list.Entries.Select(Off)],
        Rules = list.Rules with { Units = [.. list.Rules.Units.Select(Off)] },
    };

    private UnitPrice Off(UnitPrice unit) => unit with { PerUnit = new Usd(Off(unit.PerUnit.Amount)) };

    private decimal? Off(decimal? amount) => amount is { } known ? Off(known) : null;

    private decimal Off(decimal amount) => amount * (100 - Percent) / 100;
}
