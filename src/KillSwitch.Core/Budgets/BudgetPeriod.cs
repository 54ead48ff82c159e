using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Budgets;

/// <summary>
/// The periods of a budget that its spend may speak of. AWS does not say which, and its figure is hours old: early in a period it is still
/// the last one's.
/// </summary>
/// <param name="Current">The one that holds the moment.</param>
/// <param name="Previous">The one before, while the figure may still be of it; null later.</param>
public sealed record BudgetPeriod(Window Current, Window? Previous)
{
    /// <summary>
    /// AWS refreshes a budget up to three times a day, and 8 to 12 hours late: a day later the figure is of the new period.
    /// </summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromHours(24);

    /// <summary>Null where the budget has no period then.</summary>
    public static BudgetPeriod? Of(BudgetFacts facts, DateTimeOffset now)
    {
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var month = day.AddDays(1 - day.Day);
        var quarter = month.AddMonths(-((month.Month - 1) % 3));
        var year = month.AddMonths(1 - month.Month);
        return facts.TimeUnit switch
        {
            BudgetTimeUnit.Daily => Turning(day, start => start.AddDays(1), day.AddDays(-1), now),
            BudgetTimeUnit.Monthly => Turning(month, start => start.AddMonths(1), month.AddMonths(-1), now),
            BudgetTimeUnit.Quarterly => Turning(quarter, start => start.AddMonths(3), quarter.AddMonths(-3), now),
            BudgetTimeUnit.Annually => Turning(year, start => start.AddYears(1), year.AddYears(-1), now),
            // One that is over, and the figure of which has settled, says nothing of now.
            BudgetTimeUnit.Custom when facts is { Start: { } start, End: { } end } && start < end && now >= start && now < end + Settling =>
                new BudgetPeriod(Between(start, end), null),
            _ => null,
        };
    }

    private static BudgetPeriod Turning(
        DateTimeOffset start, Func<DateTimeOffset, DateTimeOffset> next, DateTimeOffset previous, DateTimeOffset now) =>
        new(Between(start, next(start)), now - start < Settling ? Between(previous, start) : null);

    private static Window Between(DateTimeOffset start, DateTimeOffset end) => new(start.ToUnixTimeSeconds(), end.ToUnixTimeSeconds());
}
