using System.Globalization;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Metering;

/// <summary>A counter's figure as people read it: <c>$12.50</c>, <c>2,000 calls</c>, <c>30 %</c>.</summary>
public static class Figure
{
    /// <param name="unit">As <see cref="Measure.Unit"/> names it.</param>
    /// <param name="value">In that unit.</param>
    public static string Text(string unit, decimal value) => unit switch
    {
        "usd" or "budget" => new Usd(value).ToString(),
        "cacheHitRatio" => (value * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %",
        "calls" when value == 1 => "1 call",
        "calls" => value.ToString("#,##0", CultureInfo.InvariantCulture) + " calls",
        _ => value.ToString("#,##0", CultureInfo.InvariantCulture) + " tokens",
    };
}
