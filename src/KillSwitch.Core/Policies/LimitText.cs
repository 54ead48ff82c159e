using System.Globalization;

namespace KillSwitch.Core.Policies;

/// <summary>A limit as one short text: the same for the same limit, however the file spells its number.</summary>
public static class LimitText
{
    /// <summary>
    /// <c>usd 500</c>, <c>calls 2000</c>, <c>uncachedInputTokens 50000000</c>, <c>cacheHitRatio 0.3 after 5000000</c>, <c>budget team at
    /// 100</c>.
    /// </summary>
    public static string Of(Limit limit) => limit switch
    {
        Limit.Spend spend => "usd " + Number(spend.Amount.Amount),
        Limit.CallCount calls => "calls " + Number(calls.Count),
        Limit.TokenCount tokens =>
            $"{char.ToLowerInvariant(tokens.Measure.ToString()[0])}{tokens.Measure.ToString()[1..]} {Number(tokens.Count)}",
        Limit.CacheHitRatio ratio => $"cacheHitRatio {Number(ratio.Below)} after {Number(ratio.AfterInputTokens)}",
        Limit.Budget budget => $"budget {budget.Name} at {Number(budget.AtPercent)}",
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "not a limit"),
    };

    // 5 and 5.00 are the same limit.
    private static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
