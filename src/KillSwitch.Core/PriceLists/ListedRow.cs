using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>A price while its kinds are gathered from the rows of a list.</summary>
internal sealed class ListedRow(string id, ListedGroup group, long? above)
{
    private readonly Dictionary<UsageKind, decimal> _amounts = [];
    private DateOnly _effective = DateOnly.MinValue;

    /// <summary>False where another amount of the kind is known; the dearer one counts.</summary>
    public bool Add(UsageKind kind, decimal amount, DateOnly effective)
    {
        kind = kind == UsageKind.CacheWrite30m ? UsageKind.CacheWrite5m : kind;
        if (effective > _effective)
            _effective = effective;
        var isSame = !_amounts.TryGetValue(kind, out var known) || known == amount;
        _amounts[kind] = Math.Max(amount, known);
        return isSame;
    }

    public PriceEntry Entry(string region, string source) => new()
    {
        Model = id,
        Region = region,
        Scope = group.Scope,
        Tier = group.Tier,
        IsLatencyOptimized = group.IsLatencyOptimized,
        AboveInputTokens = above,
        From = _effective,
        Input = Of(UsageKind.Input),
        Output = Of(UsageKind.Output),
        CacheRead = Of(UsageKind.CacheRead),
        CacheWrite5m = Of(UsageKind.CacheWrite5m),
        CacheWrite1h = Of(UsageKind.CacheWrite1h),
        Source = source,
        Date = _effective,
    };

    private decimal? Of(UsageKind kind) => _amounts.TryGetValue(kind, out var amount) ? amount : null;
}
