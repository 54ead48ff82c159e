namespace KillSwitch.Engine.Adoption;

/// <summary>Days on which far more was spent than is usual.</summary>
/// <param name="Days">Since 1970, UTC.</param>
/// <param name="Usual">What is spent on a day, in dollars.</param>
internal sealed record Surge(IReadOnlySet<long> Days, decimal Usual)
{
    /// <summary>A day of work is a few times another; a runaway is many.</summary>
    private const int Times = 5;

    /// <summary>What nobody is woken for.</summary>
    private const decimal Least = 25;

    /// <summary>Of fewer days nobody knows what is usual.</summary>
    public const int FewestDays = 3;

    /// <summary>Null where there is none.</summary>
    /// <param name="days">What was spent on each day on which anything was.</param>
    public static Surge? Of(IReadOnlyDictionary<long, decimal> days)
    {
        if (days.Count < FewestDays)
            return null;
        // By the first days, too: a runaway that lasts is most of the span.
        var inOrder = days.OrderBy(day => day.Key).Select(day => day.Value).ToList();
        var usual = Enumerable.Range(FewestDays, days.Count - FewestDays + 1).Min(first => Median(inOrder.Take(first)));
        var surge = days.Where(day => day.Value > Times * usual && day.Value - usual >= Least).Select(day => day.Key).ToHashSet();
        return surge.Count == 0 ? null : new Surge(surge, usual);
    }

    private static decimal Median(IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
