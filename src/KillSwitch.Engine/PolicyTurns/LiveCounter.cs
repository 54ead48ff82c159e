using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>One counter of one rule in the window that is open now.</summary>
/// <param name="Hit">The rule, the counter, and whom it would stop.</param>
/// <param name="Window">The window.</param>
/// <param name="Total">What is counted in it, what a ratio was spared left out.</param>
/// <param name="Allowance">What a person granted beyond the limit.</param>
/// <param name="Unattributed">The part of the total that CloudWatch alone has counted.</param>
public sealed record LiveCounter(RuleHit Hit, Window Window, Usage Total, Allowance Allowance, Usage Unattributed)
{
    /// <summary>In the limit's unit.</summary>
    public decimal Measured => Hit.Rule.Limit.Of(Total);

    /// <summary>The same, allowances included.</summary>
    public decimal Limit => Hit.Rule.Limit.With(Allowance.Amount);

    /// <summary>Whether it reached the limit, whatever is foreseen.</summary>
    public bool IsOver => Hit.Rule.Limit.IsReached(Total, Limit);

    /// <summary>The share of the limit at which people are to be told first, or less.</summary>
    public bool IsWorthTelling => IsOver || Hit.Rule.NotifyPercents.Any(percent => Measured >= Limit * percent / 100);
}
