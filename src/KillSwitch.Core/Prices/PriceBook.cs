using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>
/// The prices in force: a user's own, above AWS's list as it was read, above the reviewed overrides, above the generated catalogue.
/// For one thread at a time; a model is looked up once and then remembered, and pricing a call allocates nothing.
/// </summary>
public sealed class PriceBook : IPriceBook
{
    // Model ids are callers' text: what is remembered stays bounded.
    private const int Remembered = 4096;

    private static readonly PriceGrid Nothing = new(new Price
    {
        Input = 0,
        Output = 0,
        CacheRead = 0,
        CacheWrite5m = 0,
        CacheWrite1h = 0,
        Source = "no price known, and the policy ignores that",
        Basis = PriceBasis.Ignored,
    });

    private static readonly PriceGrid Hourly = new(Nothing.At(default, 0) with
    {
        Source = "paid by the time that it stands ready, not by the token",
        Basis = PriceBasis.Hourly,
    });

    private readonly Dictionary<Call, PriceGrid> _known = [];
    private readonly PriceLayers _layers;
    private readonly FailSafePrices _failSafe;
    private readonly UnitPrices _units;
    private readonly UnpricedModels _unpriced;
    private readonly IDiscounts? _discounts;
    private readonly Func<PriceDiscount, PriceBook> _less;
    private readonly Dictionary<PriceDiscount, PriceBook> _discounted = [];

    /// <summary>A book over the embedded catalogue and overrides.</summary>
    /// <param name="own">A user's own prices, which win; null for none.</param>
    /// <param name="unpriced">What to do with a model that has no price.</param>
    /// <param name="listed">AWS's own list, as it was read; null where it was not.</param>
    /// <param name="discounts">Off every price but one's own; null for none.</param>
    public PriceBook(
        IEnumerable<PriceEntry>? own = null, UnpricedModels unpriced = UnpricedModels.FailSafe, IEnumerable<PriceEntry>? listed = null,
        IDiscounts? discounts = null)
        : this(PriceList.Catalogue, PriceList.Overrides, own ?? [], unpriced, listed, discounts)
    {
    }

    /// <summary>A book over other lists; the rules are those of <paramref name="overrides"/>.</summary>
    public PriceBook(
        PriceList catalogue, PriceList overrides, IEnumerable<PriceEntry> own, UnpricedModels unpriced,
        IEnumerable<PriceEntry>? listed = null, IDiscounts? discounts = null)
    {
        var spelling = new ModelSpelling(overrides.Rules.Aliases);
        PriceLayer[] layers =
        [
            new(own, spelling, isOwn: true),
            new(listed ?? [], spelling),
            new(overrides.Entries, spelling),
            new(catalogue.Entries, spelling),
        ];
        _layers = new PriceLayers(layers, spelling, overrides.Rules);
        _units = new UnitPrices(overrides.Rules.Units, spelling);
        _failSafe = new FailSafePrices(layers, _layers, overrides.Rules);
        _unpriced = unpriced;
        _discounts = discounts;
        _less = discount => new PriceBook(
            discount.Off(catalogue), discount.Off(overrides), layers[0].Entries, unpriced, layers[1].Entries.Select(discount.Off));
        Entries = [.. layers.SelectMany(layer => layer.Entries)];
    }

    /// <summary>Everything this book knows, the layer that wins first.</summary>
    public IReadOnlyList<PriceEntry> Entries { get; }

    /// <summary>A refused call costs nothing, whatever its model, and neither does one that is free.</summary>
    public PricedCall Price(Invocation invocation)
    {
        if (invocation.IsRefused || invocation.IsFree)
            return new PricedCall(Usd.Zero, PriceBasis.Known);
        var listed = Listed(invocation);
        return _discounts?.Of(invocation) is { } discount ? Less(listed, Less(discount).Listed(invocation)) : listed;
    }

    public PricedCall PriceMany(ModelId model, string region, DateTimeOffset at, long calls, TokenUsage tokens)
    {
        var listed = Listed(model, region, at, calls, tokens);
        return DiscountOf(model, region, at) is { } discount
            ? Less(listed, Less(discount).Listed(model, region, at, calls, tokens))
            : listed;
    }

    /// <summary>
    /// The price in force at <paramref name="at"/> for a call of so many input tokens, cached ones included, less what is taken off
    /// whoever calls.
    /// </summary>
    public Price Find(Tariff tariff, DateTimeOffset at, long totalInputTokens) =>
        Less(DiscountOf(tariff.Model, tariff.Region, at)).Of(tariff).At(at, totalInputTokens);

    /// <summary>The same for one call, less its own discount.</summary>
    public Price Find(Invocation call) =>
        Less(_discounts?.Of(call)).Of(Tariff.Of(call)).At(call.Timestamp, MeanLength(call.Tokens, call.PricedCalls));

    /// <summary>What a model is charged by that is no token, less what is taken off whoever calls; nothing for most.</summary>
    public IReadOnlyList<UnitPrice> UnitsOf(ModelId model, string region, DateTimeOffset at) =>
        Less(DiscountOf(model, region, at))._units.Of(model);

    /// <summary>What is taken off the list price of a model whoever calls; null for nothing.</summary>
    public PriceDiscount? DiscountOf(ModelId model, string region, DateTimeOffset at) => _discounts?.Of(model, region, at);

    private PricedCall Listed(Invocation invocation)
    {
        var tokens = invocation.Tokens;
        var prices = Of(Tariff.Of(invocation));
        var price = PriceOf(prices, invocation.Timestamp, tokens, MeanLength(tokens, invocation.PricedCalls));
        if (invocation.Units.Count > 0 && price.Basis != PriceBasis.Hourly)
            return WithUnits(invocation, price);
        return Priced(price, tokens, !invocation.HasTokenCounts && tokens == default && !invocation.IsBlocked
            && IsByToken(invocation, price));
    }

    // What is charged by the unit has no price by the token as a rule, and needs none.
    private PricedCall WithUnits(Invocation invocation, Price price)
    {
        var isByUnit = invocation.Tokens == default && price.Basis != PriceBasis.Known;
        var priced = Priced(price, invocation.Tokens, isUncounted: false) with { Basis = isByUnit ? PriceBasis.Known : price.Basis };
        foreach (var units in invocation.Units)
        {
            var each = _units.CostOf(invocation.Model, units);
            if (!each.IsUnpriced)
                priced = priced with { Cost = priced.Cost + each.Cost };
            else if (_unpriced == UnpricedModels.Ignore)
                priced = priced with { Basis = PriceBasis.Ignored };
            else
                priced = priced with { Cost = priced.Cost + each.Cost, Basis = PriceBasis.FailSafe };
        }

        // What is charged by the unit alone was not counted by the token.
        return isByUnit ? priced with { FailSafe = null } : priced;
    }

    private PricedCall Listed(ModelId model, string region, DateTimeOffset at, long calls, TokenUsage tokens)
    {
        var price = PriceOf(Of(new Tariff(model, region)), at, tokens, MeanLength(tokens, calls));
        return Priced(price, tokens, isUncounted: false);
    }

    private static long MeanLength(TokenUsage tokens, long calls) => tokens.TotalInputTokens / Math.Max(calls, 1);

    private static PricedCall Priced(Price price, TokenUsage tokens, bool isUncounted) =>
        new(price.CostOf(tokens), price.Basis, isUncounted) { FailSafe = price.Basis == PriceBasis.FailSafe ? price : null };

    private static PricedCall Less(PricedCall listed, PricedCall less) => less with { Discount = listed.Cost - less.Cost };

    // A book over list prices that are so much lower: what is one's own stays, kind by kind.
    private PriceBook Less(PriceDiscount? discount)
    {
        if (discount is null)
            return this;
        if (!_discounted.TryGetValue(discount, out var book))
            _discounted.Add(discount, book = _less(discount));
        return book;
    }

    private static Price PriceOf(PriceGrid prices, DateTimeOffset at, TokenUsage tokens, long inputTokens)
    {
        var price = prices.At(at, inputTokens);
        return price.Output is null && tokens.OutputTokens > 0 ? prices.Unpriced.At(at, inputTokens) : price;
    }

    // Every model that Converse speaks to is charged by tokens; of another call its price tells. A model that writes nothing, as
    // embeddings, may be charged by the image, and what is asked for later is answered in no record.
    private static bool IsByToken(Invocation invocation, Price price) => price.Basis switch
    {
        PriceBasis.Known => price.Output is not null && !invocation.Operation.Contains("AsyncInvoke", StringComparison.Ordinal),
        PriceBasis.FailSafe => invocation.Operation.StartsWith("Converse", StringComparison.Ordinal),
        _ => false,
    };

    private PriceGrid Of(Tariff tariff)
    {
        var model = tariff.Model;
        var call = new Call(model.Raw, model.Id, model.Scope, tariff.Region, tariff.Tier, tariff.IsLatencyOptimized);
        if (_known.TryGetValue(call, out var known))
            return known;
        if (_known.Count == Remembered)
            _known.Clear();
        var unpriced = model.IsPaidByTheHour ? Hourly : _unpriced == UnpricedModels.Ignore ? Nothing : _failSafe.Of(tariff) ?? Nothing;
        return _known[call] = _layers.Find(tariff, unpriced);
    }

    private readonly record struct Call(
        string Raw, string Id, ModelScope Scope, string Region, ServiceTier Tier, bool IsLatencyOptimized)
    {
        // The raw id nearly tells calls apart already; hashing one string is the cost of a look-up.
        public override int GetHashCode() => HashCode.Combine(Raw.GetHashCode(StringComparison.Ordinal), (int)Tier);
    }
}
