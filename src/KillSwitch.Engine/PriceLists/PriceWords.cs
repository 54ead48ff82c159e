using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.PriceLists;

/// <summary>A change of AWS's list as people read it.</summary>
public static class PriceWords
{
    /// <summary><c>`amazon.nova-micro-v1:0` in us-east-1: input $0.035 becomes $0.105</c>.</summary>
    public static string Of(PriceChange change, string region) =>
        $"`{PlainText.Of(change.Model)}` in {region}{Terms(change.Group)}: "
        + (change.IsLost ? "gone from the list"
            : string.Join(", ", change.Moves().Select(Move)) is { Length: > 0 } moves ? moves : "as it was");

    /// <summary>Of which calls, where they are not the usual ones: empty, or <c> (global, batch)</c>.</summary>
    public static string Terms(ListedGroup group)
    {
        List<string> terms =
        [
            .. group.Scope == PriceScope.Global ? ["global"] : (string[])[],
            .. group.Tier != ServiceTier.Standard ? [JsonText.Word(group.Tier)] : (string[])[],
            .. group.IsLatencyOptimized ? ["latency-optimized"] : (string[])[],
        ];
        return terms.Count == 0 ? "" : $" ({string.Join(", ", terms)})";
    }

    private static string Move((string Kind, long? AboveInputTokens, decimal? Before, decimal? After) move)
    {
        var kind = Kind(move.Kind);
        var length = move.AboveInputTokens is { } above ? string.Create(CultureInfo.InvariantCulture, $" above {above:#,##0} tokens") : "";
        return (move.Before, move.After) switch
        {
            (null, { } after) => $"{kind}{length} {Usd(after)}",
            ({ } before, null) => $"{kind}{length} {Usd(before)} is gone",
            var (before, after) => $"{kind}{length} {Usd(before ?? 0)} becomes {Usd(after ?? 0)}",
        };
    }

    /// <summary>The tokens that a price is of, by the word that programs have for them.</summary>
    public static string Kind(string word) => word switch
    {
        "cacheRead" => "cache read",
        "cacheWrite5m" => "cache write, 5 minutes",
        "cacheWrite1h" => "cache write, 1 hour",
        _ => word,
    };

    /// <summary>Dollars a million tokens without a sign: <c>0.035</c>, <c>5.00</c>.</summary>
    public static string Amount(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);

    private static string Usd(decimal amount) => "$" + Amount(amount);
}
