using System.Globalization;

namespace KillSwitch.Engine.Report;

/// <summary>Round marks on an axis.</summary>
public static class Axis
{
    /// <summary>
    /// Zero and up to <paramref name="most"/> round steps that cover <paramref name="top"/>: 1, 2, 2.5 or 5 times a power of ten apart.
    /// </summary>
    public static IReadOnlyList<decimal> Money(decimal top, int most)
    {
        if (top <= 0)
            return [0, 1];
        var step = 0.01m;
        while (true)
        {
            foreach (var factor in new[] { 1m, 2m, 2.5m, 5m })
            {
                if (step * factor * most >= top)
                    return [.. Enumerable.Range(0, (int)decimal.Ceiling(top / (step * factor)) + 1).Select(n => n * step * factor)];
            }

            step *= 10;
        }
    }

    /// <summary><c>$0</c>, <c>$250</c>, <c>$2.5k</c>, <c>$40k</c>, <c>$1.2M</c>.</summary>
    public static string MoneyLabel(decimal amount) => amount switch
    {
        >= 1_000_000 => "$" + (amount / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1_000 => "$" + (amount / 1_000).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => "$" + amount.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// Round moments in UTC, at most <paramref name="most"/>: days by their dates, and hours where the span is short, of which one says its
    /// date: midnight, else the first.
    /// </summary>
    public static IReadOnlyList<(DateTimeOffset At, string Label)> Time(DateTimeOffset from, DateTimeOffset to, int most)
    {
        long[] steps = [60, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 2 * 86_400, 7 * 86_400, 14 * 86_400, 28 * 86_400];
        var (start, end) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        var step = steps.FirstOrDefault(step => (end - start) / step < most, 91L * 86_400);
        var hasMidnight = (start + 86_399) / 86_400 * 86_400 <= end;
        var marks = new List<(DateTimeOffset, string)>();
        for (var at = (start + step - 1) / step * step; at <= end; at += step)
        {
            var moment = DateTimeOffset.FromUnixTimeSeconds(at);
            var format = at % 86_400 == 0 ? "ddd d MMM" : marks.Count == 0 && !hasMidnight ? "d MMM HH:mm" : "HH:mm";
            marks.Add((moment, moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)));
        }

        return marks;
    }
}
