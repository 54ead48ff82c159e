using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Adoption;

/// <summary>The same of what CloudWatch counts, which names no caller.</summary>
public sealed class SeenMetrics
{
    private const long Day = 24 * 3600;

    private readonly IReadOnlyList<ModelMinute> _usual;
    private readonly Dictionary<long, decimal> _days;

    public SeenMetrics(MetricReading reading, IPriceBook prices)
    {
        Calls = reading.Minutes.Sum(one => one.Calls);
        _days = reading.Minutes.GroupBy(one => one.Second / Day).ToDictionary(day => day.Key, day => day.Sum(one =>
            prices.PriceMany(one.Model, one.Region, DateTimeOffset.FromUnixTimeSeconds(one.Second), one.Calls, one.Tokens).Cost.Amount));
        var surge = Surge.Of(_days.Where(day => day.Value > 0).ToDictionary());
        _usual = surge is null ? reading.Minutes : [.. reading.Minutes.Where(one => !surge.Days.Contains(one.Second / Day))];
        if (surge is null)
            return;
        var usual = Figure.Text(Unit.Usd, surge.Usual);
        Runaway = new Runaway($"the account in {reading.Region}", surge.Days.Min() * Day, ((surge.Days.Max() + 1) * Day) - 3600,
            surge.Days.Sum(day => _days[day]), string.Create(CultureInfo.InvariantCulture,
                $"by CloudWatch's metrics on {surge.Days.Count} of {_days.Count} days, where {usual} is usual"));
        foreach (var day in surge.Days)
            _days.Remove(day);
    }

    public long Calls { get; }

    /// <summary>What is left out of both figures; null where nothing is.</summary>
    public Runaway? Runaway { get; }

    /// <summary>Calls of each model on each day.</summary>
    public Figures? ModelDays() => Figures.Of(_usual
        .GroupBy(one => (one.Model.Id, one.Second / Day))
        .Select(same => (decimal)same.Sum(one => one.Calls)));

    /// <summary>Dollars of each day.</summary>
    public Figures? AccountDays() => Figures.Of(_days.Values);
}
