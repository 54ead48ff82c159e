using KillSwitch.Core.Prices;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Adoption;

/// <summary>The same of what CloudWatch counts, which names no caller.</summary>
public static class SeenMetrics
{
    private const long Day = 24 * 3600;

    /// <summary>Calls of each model on each day.</summary>
    public static Figures? ModelDays(MetricReading reading) => Figures.Of(reading.Minutes
        .GroupBy(one => (one.Model.Id, one.Second / Day))
        .Select(same => (decimal)same.Sum(one => one.Calls)));

    /// <summary>Dollars of each day.</summary>
    public static Figures? AccountDays(MetricReading reading, IPriceBook prices) => Figures.Of(reading.Minutes
        .GroupBy(one => one.Second / Day)
        .Select(same => same.Sum(
            one => prices.PriceMany(one.Model, DateTimeOffset.FromUnixTimeSeconds(one.Second), one.Calls, one.Tokens).Cost.Amount)));

    public static long Calls(MetricReading reading) => reading.Minutes.Sum(one => one.Calls);
}
