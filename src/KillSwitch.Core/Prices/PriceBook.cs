using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>
/// The prices in force: a user's own above the reviewed overrides above the generated catalogue.
/// For one thread at a time; a model is looked up once and then remembered, and pricing a call allocates nothing.
/// </summary>
public sealed class PriceBook : IPriceBook
{
    // Model ids are callers' text: what is remembered stays bounded.
    private const int Remembered = 4096;

    private static readonly Price Nothing = new()
    {
        Input = 0,
        Output = 0,
        CacheRead = 0,
        CacheWrite5m = 0,
        CacheWrite1h = 0,
        Source = "no price known, and the policy ignores that",
        Basis = PriceBasis.Ignored,
    };

    private static readonly Price Hourly = Nothing with { Source = "paid by the hour, not by the token", Basis = PriceBasis.Hourly };

    private readonly Dictionary<Call, PriceGrid> _known = [];
    private readonly PriceLayers _layers;
    private readonly DearestPrices _dearest;
    private readonly UnpricedModels _unpriced;

    /// <summary>A book over the embedded catalogue and overrides.</summary>
    /// <param name="own">A user's own prices, which win; null for none.</param>
    /// <param name="unpriced">What to do with a model that has no price.</param>
    public PriceBook(IEnumerable<PriceEntry>? own = null, UnpricedModels unpriced = UnpricedModels.FailSafe)
        : this(PriceList.Catalogue, PriceList.Overrides, own ?? [], unpriced)
    {
    }

    /// <summary>A book over other lists; the rules are those of <paramref name="overrides"/>.</summary>
    public PriceBook(PriceList catalogue, PriceList overrides, IEnumerable<PriceEntry> own, UnpricedModels unpriced)
    {
        var spelling = new ModelSpelling(overrides.Rules.Aliases);
        PriceLayer[] layers = [new(own, spelling), new(overrides.Entries, spelling), new(catalogue.Entries, spelling)];
        _layers = new PriceLayers(layers, spelling, overrides.Rules);
        _dearest = new DearestPrices(layers, overrides.Rules);
        _unpriced = unpriced;
        Entries = [.. layers.SelectMany(layer => layer.Entries)];
    }

    /// <summary>Everything this book knows, the layer that wins first.</summary>
    public IReadOnlyList<PriceEntry> Entries { get; }

    /// <summary>A refused call costs nothing, whatever its model, and neither does one that is free.</summary>
    public PricedCall Price(Invocation invocation)
    {
        if (invocation.IsRefused || invocation.IsFree)
            return new PricedCall(Usd.Zero, PriceBasis.Known);
        var tokens = invocation.Tokens;
        var prices = Of(invocation.Model, invocation.Tier);
        var price = prices.At(invocation.Timestamp, tokens.TotalInputTokens);
        if (price.Output is null && tokens.OutputTokens > 0)
            price = prices.Unpriced;
        return new PricedCall(price.CostOf(tokens), price.Basis, !invocation.HasTokenCounts && tokens == default && !invocation.IsBlocked
            && IsByToken(invocation, price));
    }

    public PricedCall PriceMany(ModelId model, DateTimeOffset at, long calls, TokenUsage tokens)
    {
        var prices = Of(model, ServiceTier.Standard);
        var price = prices.At(at, tokens.TotalInputTokens / Math.Max(calls, 1));
        if (price.Output is null && tokens.OutputTokens > 0)
            price = prices.Unpriced;
        return new PricedCall(price.CostOf(tokens), price.Basis);
    }

    /// <summary>The price in force at <paramref name="at"/> for a call of so many input tokens, cached ones included.</summary>
    public Price Find(ModelId model, ServiceTier tier, DateTimeOffset at, long totalInputTokens) =>
        Of(model, tier).At(at, totalInputTokens);

    // Every model that Converse speaks to is charged by tokens; of another call its price tells. A model that writes nothing, as
    // embeddings, may be charged by the image, and what is asked for later is answered in no record.
    private static bool IsByToken(Invocation invocation, Price price) => price.Basis switch
    {
        PriceBasis.Known => price.Output is not null && !invocation.Operation.Contains("AsyncInvoke", StringComparison.Ordinal),
        PriceBasis.FailSafe => invocation.Operation.StartsWith("Converse", StringComparison.Ordinal),
        _ => false,
    };

    private PriceGrid Of(ModelId model, ServiceTier tier)
    {
        var call = new Call(model.Raw, model.Id, model.Scope, tier);
        if (_known.TryGetValue(call, out var known))
            return known;
        if (_known.Count == Remembered)
            _known.Clear();
        var unpriced = model.IsPaidByTheHour
            ? Hourly : _unpriced == UnpricedModels.Ignore ? Nothing : _dearest.Of(model.Vendor, _layers.FactorOf(tier, model)) ?? Nothing;
        return _known[call] = _layers.Find(model, tier, unpriced);
    }

    private readonly record struct Call(string Raw, string Id, ModelScope Scope, ServiceTier Tier)
    {
        // The raw id nearly tells calls apart already; hashing one string is the cost of a look-up.
        public override int GetHashCode() => HashCode.Combine(Raw.GetHashCode(StringComparison.Ordinal), (int)Tier);
    }
}
