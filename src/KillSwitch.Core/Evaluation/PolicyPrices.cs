using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Evaluation;

/// <summary>The price book of a policy: its own prices over every list, its discounts off the lists.</summary>
public static class PolicyPrices
{
    /// <param name="policy">Whose prices and discounts.</param>
    /// <param name="above">Prices that stand above the policy's own; null for none.</param>
    /// <param name="listed">AWS's own list, as it was read; null where it was not.</param>
    public static PriceBook Book(Policy policy, IEnumerable<PriceEntry>? above = null, IEnumerable<PriceEntry>? listed = null) =>
        Book(new RuleBook(policy), above, listed);

    /// <summary>The same, where the rule book knows the paths of the account's principals.</summary>
    public static PriceBook Book(RuleBook rules, IEnumerable<PriceEntry>? above = null, IEnumerable<PriceEntry>? listed = null) =>
        new(Own([.. above ?? []], rules.Policy.Prices), rules.Policy.Unpriced, listed, rules.Discounts);

    // What stands above prices its models alone: lines of both would not say which of them is meant.
    private static IEnumerable<PriceEntry> Own(IReadOnlyList<PriceEntry> above, IReadOnlyList<PriceEntry> own)
    {
        if (above.Count == 0)
            return own;
        var named = above.Select(Model).ToHashSet(StringComparer.Ordinal);
        return [.. above, .. own.Where(one => !named.Contains(Model(one)))];
    }

    private static string Model(PriceEntry entry) => ModelSpelling.Known.Canonical(entry.Model);
}
