using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Metering;

/// <summary>
/// What a person granted beyond a limit, for one rule, scope and window. It is kept as a counter of its own, so that it is read
/// with the totals that it is held against, and a grant that is sent twice counts once.
/// </summary>
/// <param name="Usd">Dollars beyond the limit.</param>
/// <param name="Round">How often something was granted: after each grant the counter may trip once more.</param>
public readonly record struct Allowance(decimal Usd, int Round)
{
    public static CounterKey Key(string rule, string scope, Window window) => new($"allowance:{rule}|{scope}", window);

    public static Allowance Of(Usage counter) => new(counter.Cost.Amount, (int)counter.Calls);

    /// <param name="grantId">Whatever names this grant; the same one counts once.</param>
    public static Posting Grant(string account, string rule, string scope, Window window, Usd amount, string grantId, DateTimeOffset at) =>
        new(new RecordId(account, "allowance", grantId), at, new Usage(1, default, amount), [Key(rule, scope, window)]);
}
