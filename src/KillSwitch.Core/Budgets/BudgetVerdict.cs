using KillSwitch.Core.Money;

namespace KillSwitch.Core.Budgets;

/// <summary>What AWS's own figures and the guard's say together of a budget.</summary>
public abstract record BudgetVerdict
{
    private BudgetVerdict()
    {
    }

    /// <summary>
    /// The guard must have counted this part of what AWS says, or AWS is not believed. In July 2026 AWS's estimates were wrong by eight
    /// orders of magnitude. List prices, discounts, taxes, what mantle and other accounts spend and what was there before the guard differ
    /// by less than a factor of ten; a fault that stops a company differs by more.
    /// </summary>
    public const decimal LeastShare = 0.1m;

    // More than there is in the world: no figure of money, and too large to reckon with.
    private const decimal Most = 1e18m;

    /// <summary>AWS was asked and says less than the rule's part of the limit.</summary>
    public sealed record NotOver(Usd Actual, Usd Limit) : BudgetVerdict;

    /// <summary>It cannot be known; one sentence says why.</summary>
    public sealed record Unknown(string Reason) : BudgetVerdict;

    /// <summary>AWS says that it is over, and the guard has counted too little to believe it.</summary>
    public sealed record Implausible(Usd Actual, Usd Limit, PeriodEstimate Own) : BudgetVerdict;

    /// <param name="Actual">What AWS says was spent.</param>
    /// <param name="Limit">The rule's part of the budget.</param>
    /// <param name="Own">What the guard itself counted, and the period that the figure is of.</param>
    public sealed record Breached(Usd Actual, Usd Limit, PeriodEstimate Own) : BudgetVerdict;

    /// <param name="facts">As AWS said just now; null for no such budget.</param>
    /// <param name="account">The guard's own.</param>
    /// <param name="atPercent">The rule's part of the limit, 1 to 100.</param>
    /// <param name="estimates">The guard's own, for each period that the figure may be of; empty where the budget has none.</param>
    public static BudgetVerdict Decide(BudgetFacts? facts, string account, int atPercent, IReadOnlyList<PeriodEstimate> estimates)
    {
        if (facts is null)
            return new Unknown("there is no such budget");
        if (facts.Account != account)
            return new Unknown("the budget is of another account");
        if (!facts.IsCost)
            return new Unknown("the budget is not one of costs");
        if (facts.Limit is not { } whole)
            return new Unknown("AWS gives no limit for it");
        if (facts.Unit != BudgetAmount.Dollars || (facts.ActualUnit ?? BudgetAmount.Dollars) != BudgetAmount.Dollars)
            return new Unknown("the budget is not in US dollars");
        if (facts.Actual is not { } actual)
            return new Unknown("AWS gives no spend for it");
        if (estimates.Count == 0)
            return new Unknown("the budget has no period now");
        if (whole is <= 0 or > Most || actual is < 0 or > Most)
            return new Implausible(new Usd(actual), new Usd(whole), estimates[0]);
        var limit = whole * atPercent / 100;
        if (actual < limit)
            return new NotOver(new Usd(actual), new Usd(limit));
        // The figure is of the period that the guard's own count fits best; one in which nothing was counted fits none.
        List<PeriodEstimate> credible = [.. estimates.Where(IsCredible)];
        return credible.Count > 0
            ? new Breached(new Usd(actual), new Usd(limit), Nearest(credible))
            : new Implausible(new Usd(actual), new Usd(limit), Nearest(estimates));

        // Of a period that is not on record nothing can be believed.
        bool IsCredible(PeriodEstimate own) => own.Covered > 0 && own.Usage.Cost.Amount >= actual * own.Covered * LeastShare;

        PeriodEstimate Nearest(IEnumerable<PeriodEstimate> among) =>
            among.MinBy(own => Math.Abs((actual * own.Covered) - own.Usage.Cost.Amount))!;
    }
}
