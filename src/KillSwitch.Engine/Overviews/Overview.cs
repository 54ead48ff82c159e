using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Engine.PolicyTurns;

namespace KillSwitch.Engine.Overviews;

/// <summary>What an operator looks at first.</summary>
/// <param name="Today">Of the whole account.</param>
/// <param name="ThisMonth">Of the whole account.</param>
/// <param name="Spenders">Who spends most today, the dearest first.</param>
/// <param name="Fullest">The counters closest to their limits, the fullest first.</param>
public sealed record Overview(
    AccountSpend Today, AccountSpend ThisMonth, IReadOnlyList<Spender> Spenders, IReadOnlyList<LiveCounter> Fullest);

/// <summary>What the account has spent in a day or a month.</summary>
/// <param name="Logged">What the log explains; null while its days are still being summed up.</param>
/// <param name="Unattributed">What CloudWatch counts beyond it.</param>
/// <param name="Limit">The fullest limit on what the whole account spends in that time; null for none.</param>
public sealed record AccountSpend(Usd? Logged, Usd Unattributed, AccountLimit? Limit);

/// <summary>A limit in dollars on the whole account.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Used">What the rule has counted.</param>
/// <param name="Bound">The limit, allowances included.</param>
public sealed record AccountLimit(string Rule, decimal Used, decimal Bound)
{
    /// <summary>Of it, what is used: 0 and up.</summary>
    public decimal Share => Bound == 0 ? 0 : Used / Bound;
}

/// <summary>One principal.</summary>
/// <param name="Name"><c>role/NAME</c>, <c>user/NAME</c>, <c>root</c> or a full ARN.</param>
/// <param name="Today">Of the day.</param>
/// <param name="ThisMonth">Of the month, the day with it; null while its days are still being summed up.</param>
public sealed record Spender(string Name, Usage Today, Usage? ThisMonth);
