using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Stops;

/// <summary>What a breach rests on: enough to recompute the decision by hand.</summary>
/// <param name="Subject">Whose counter it is, as people say it.</param>
/// <param name="Unit">Of the figures.</param>
/// <param name="Limit">The limit in its unit, allowances included.</param>
/// <param name="Measured">The counter at the decision, in the same unit.</param>
/// <param name="Total">The whole counter at the decision.</param>
/// <param name="InFlight">What was expected to be added before the stop works, less what leaves a rolling window meanwhile; 0 for an exact
/// brake.</param>
/// <param name="RatePerSecond">The burn rate behind <paramref name="InFlight"/>; 0 where none was known.</param>
/// <param name="Horizon">Over how much time the rate was extended: observed data lag, enforcement lag and the time that a call takes, but
/// no longer than the rate was measured over, nor past the window's end.</param>
/// <param name="Window">The window that was counted.</param>
/// <param name="LastRecord">The time of the record that tipped it.</param>
/// <param name="Unattributed">The part of <paramref name="Measured"/> that CloudWatch alone has counted, in the same unit.</param>
public sealed record Evidence(
    string Subject,
    Unit Unit,
    decimal Limit,
    decimal Measured,
    Usage Total,
    decimal InFlight,
    decimal RatePerSecond,
    TimeSpan Horizon,
    Window Window,
    DateTimeOffset LastRecord,
    decimal Unattributed = 0)
{
    /// <summary>Of a model without a price in the total, how its calls were counted and why; null where none is known.</summary>
    public string? NoPrice { get; init; }

    /// <summary>When the drill ended that measured what <see cref="Horizon"/> rests on; null where the guard guessed it.</summary>
    public DateTimeOffset? DrilledAt { get; init; }

    /// <summary>The part of <see cref="Measured"/> that is estimated, in the same unit.</summary>
    public decimal Estimated => Total.Estimated.Of(Unit);

    /// <summary>The same as people say it: <c>$3.20</c>, <c>1,000 tokens</c>; null for nothing.</summary>
    public string? EstimatedText => Estimated == 0 ? null : Figure.Text(Unit, Estimated);

    /// <summary>One sentence, without a full stop.</summary>
    public string Reason
    {
        get
        {
            var since = string.Create(CultureInfo.InvariantCulture, $"{Window.From:yyyy-MM-dd HH:mm} UTC");
            var head = Unit == Unit.CacheHitRatio
                ? $"{Subject} got {Figure.Text(Unit, Measured)} of its input tokens from the cache since {since}, below "
                    + $"{Figure.Text(Unit, Limit)}"
                : $"{Subject} reached {Figure.Text(Unit, Measured)} of {Figure.Text(Unit, Limit)} since {since}";
            if (Unattributed > 0)
                head += $", {Figure.Text(Unit, Unattributed)} of it by CloudWatch's count alone (no invocation log)";
            if (Unit == Unit.Usd && Total.Discount.Amount > 0)
                head += $", {Total.ListCost} at list price";
            if (Unit == Unit.Usd && Total.Unpriced.Amount > 0)
                head += $", {Total.Unpriced} of it without a price{(NoPrice is null ? "" : $" ({NoPrice})")}";
            if (EstimatedText is { } estimated)
                head += $", {estimated} of it estimated (the mantle endpoint, whose tokens are shared among its callers by the minute)";
            if (Unit == Unit.Budget)
                return $"{head}, as AWS Budgets says; the guard itself counted {Total.Cost}";
            return InFlight == 0
                ? head
                : head + string.Create(
                    CultureInfo.InvariantCulture,
                    $", and up to {Figure.Text(Unit, InFlight)} more is on its way in the {Horizon.TotalSeconds:0} s until a stop works");
        }
    }
}
