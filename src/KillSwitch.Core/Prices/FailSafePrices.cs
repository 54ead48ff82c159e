using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>
/// The fail-safe for a model without a price: of each kind the dearest that its kin have ever cost, in the call's region, by its route
/// and, where they are of its vendor, at its length. Its kin answer with the same (words, embeddings, images), and are: those of its vendor
/// whose names begin with the most words of its own; else all of its vendor; else, where its weights are open, all whose weights are; else
/// all.
/// </summary>
internal sealed class FailSafePrices
{
    // Unknown names are callers' text: what is remembered stays bounded.
    private const int Remembered = 256;

    private readonly PriceLayers _layers;
    private readonly PriceRules _rules;
    private readonly Lazy<List<Known>> _known;
    private readonly Dictionary<Kind, PriceGrid?> _found = [];

    public FailSafePrices(IEnumerable<PriceLayer> layers, PriceLayers resolved, PriceRules rules)
    {
        (_layers, _rules) = (resolved, rules);
        // Most books meet no such model.
        _known = new(() =>
        [
            .. layers.SelectMany(layer => layer.Models).Distinct().Where(model => !model.StartsWith("arn:", StringComparison.Ordinal))
                .Select(model => new Known(model, ModelFamily.Of(model))),
        ]);
    }

    /// <summary>Null only when no price at all is known. A tier that is cheaper than standard is not taken as such.</summary>
    public PriceGrid? Of(Tariff tariff)
    {
        var family = tariff.Model.IsOpaque ? new ModelFamily("", Modality.Text, []) : ModelFamily.Of(tariff.Model.Id);
        var (kin, whose) = Kin(family, tariff.Model.Id);
        var times = Math.Max(1, _layers.FactorOf(tariff.Tier, tariff.Model).Factor)
            * (tariff.IsLatencyOptimized ? _rules.LatencyOptimized?.Factor ?? 1 : 1);
        var kind = new Kind(family.Vendor, family.Modality, whose, tariff.Model.Scope, tariff.Region, times);
        if (_found.TryGetValue(kind, out var found))
            return found;
        if (_found.Count == Remembered)
            _found.Clear();
        return _found[kind] = Dearest(kin, kind, family);
    }

    private (List<Known> Kin, string Whose) Kin(ModelFamily family, string id)
    {
        var same = _known.Value.FindAll(one => one.Family.Modality == family.Modality);
        var own = same.FindAll(one => one.Family.Vendor == family.Vendor);
        if (own.Count > 0)
        {
            var most = own.Max(one => one.Family.Shared(family));
            return most == 0
                ? (own, $"`{family.Vendor}`{Of(family.Modality)}")
                : (own.FindAll(one => one.Family.Shared(family) >= most),
                    $"`{family.Vendor}.{string.Join('-', family.Words.Take(most))}`{Of(family.Modality)}");
        }

        var open = IsOpen(id) ? same.FindAll(one => IsOpen(one.Model)) : [];
        return open.Count > 0 ? (open, $"the models with open weights{Of(family.Modality)}")
            : same.Count > 0 ? (same, family.Modality == Modality.Text ? "all" : $"all{Of(family.Modality)}")
            : (_known.Value, "all");
    }

    private PriceGrid? Dearest(List<Known> kin, Kind kind, ModelFamily family)
    {
        var grids = Grids(kin, kind);
        if (grids.Count == 0)
            return null;
        // Of kin that write nothing, the output is some other's of the vendor.
        var writers = grids.Exists(Writes) ? grids : Grids(_known.Value.FindAll(one => one.Family.Vendor == family.Vendor), kind);
        if (!writers.Exists(Writes))
            writers = Grids(_known.Value, kind);
        // What somebody else's long prompts cost says nothing of a vendor that nobody knows.
        long[] lengths = kin.Exists(one => one.Family.Vendor == family.Vendor)
            ? [.. grids.Concat(writers).SelectMany(grid => grid.Lengths).Distinct().Order()]
            : [-1];
        return new PriceGrid([DateOnly.MinValue], lengths, [[.. lengths.Select(length => At(length + 1))]]);

        Price At(long inputTokens)
        {
            var prices = grids.SelectMany(grid => grid.Ever(inputTokens)).Where(IsKnown).ToList();
            var input = prices.Max(price => price.Input);
            // That the vendor charges no write is no promise for its next model.
            var write5m = Math.Max(prices.Max(price => price.CacheWrite5m), input);
            // Where no one names what a read costs it stands at the input price.
            var reads = prices.Where(price => price.CacheRead < price.Input).Select(price => price.CacheRead).ToList();
            return new Price
            {
                Input = input * kind.Times,
                Output = writers.SelectMany(grid => grid.Ever(inputTokens)).Max(price => price.Output) * kind.Times,
                CacheRead = (reads.Count > 0 ? reads.Max() : input) * kind.Times,
                CacheWrite5m = write5m * kind.Times,
                CacheWrite1h = Math.Max(prices.Max(price => price.CacheWrite1h), write5m) * kind.Times,
                Source = $"the dearest of {kind.Whose}",
                Basis = PriceBasis.FailSafe,
            };
        }
    }

    private List<PriceGrid> Grids(IEnumerable<Known> models, Kind kind) =>
    [
        .. models.Select(one => _layers.Find(
                new Tariff(new ModelId(one.Model, one.Model, kind.Scope, IsOpaque: false), kind.Region), None))
            .Where(grid => grid.Ever(0).Any(IsKnown)),
    ];

    private static PriceGrid None { get; } = new(new Price
    {
        Input = 0,
        CacheRead = 0,
        CacheWrite5m = 0,
        CacheWrite1h = 0,
        Source = "",
        Basis = PriceBasis.Ignored,
    });

    private static bool Writes(PriceGrid grid) => grid.Ever(0).Any(price => price.Output is not null);

    private static bool IsKnown(Price price) => price.Basis == PriceBasis.Known;

    private bool IsOpen(string id) => _rules.OpenWeights.Any(name =>
        id.StartsWith(name, StringComparison.Ordinal) && (id.Length == name.Length || id[name.Length] is '.' or '-'));

    private static string Of(Modality modality) => modality switch
    {
        Modality.Embedding => "'s embeddings",
        Modality.Rerank => "'s rerankers",
        Modality.Image => "'s image models",
        Modality.Video => "'s video models",
        Modality.Speech => "'s speech models",
        _ => "",
    };

    private sealed record Known(string Model, ModelFamily Family);

    // The vendor and what it answers with decide beside its kin: whose output price stands in where these write nothing.
    private sealed record Kind(string Vendor, Modality Modality, string Whose, ModelScope Scope, string Region, decimal Times);
}
