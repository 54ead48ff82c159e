using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Evaluation;

/// <summary>The discounts of a policy, made ready: the first that matches counts.</summary>
public sealed class PolicyDiscounts : IDiscounts
{
    private readonly (Discount Discount, FieldPatterns[] Match)[] _discounts;
    private readonly Func<PrincipalPaths> _paths;

    /// <param name="discounts">In the policy's order.</param>
    /// <param name="paths">Of the account's principals, as they are known when a call is priced.</param>
    public PolicyDiscounts(IEnumerable<Discount> discounts, Func<PrincipalPaths> paths)
    {
        _discounts = [.. discounts.Select(one => (one, one.Match.Select(match => new FieldPatterns(match)).ToArray()))];
        _paths = paths;
    }

    /// <summary>The patterns that name principals.</summary>
    public IEnumerable<PrincipalPattern> Principals => _discounts.SelectMany(one => one.Match).SelectMany(match => match.Principals);

    public PriceDiscount? Of(Invocation call)
    {
        foreach (var (discount, match) in _discounts)
        {
            if (discount.IsInForce(call.Timestamp) && Array.TrueForAll(match, field => field.Matches(call, _paths())))
                return discount.Off;
        }

        return null;
    }

    public PriceDiscount? Of(ModelId model, string region, DateTimeOffset at)
    {
        PriceDiscount? least = null;
        foreach (var (discount, match) in _discounts)
        {
            if (!discount.IsInForce(at) || !Array.TrueForAll(match, MayMatch))
                continue;
            if (least is null || discount.Off.Percent < least.Percent)
                least = discount.Off;
            if (!discount.NamesCaller)
                return least;
        }

        // Who calls may be one whom none of them names.
        return null;

        bool MayMatch(FieldPatterns field) => field.Field.Kind switch
        {
            DimensionKind.Model => field.MatchesModel(model, region, account: ""),
            DimensionKind.Region => field.MatchesValue(region, account: "", _paths()),
            _ => true,
        };
    }
}
