using KillSwitch.Core.Money;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Bills;

/// <summary>
/// Holds a day's bill against what was metered: by model, region and kind, quantity and rate apart. A model is found by its exact names
/// alone; what is not surely a model's is listed, and held against nothing.
/// </summary>
/// <param name="prices">How the cost that was metered is shared among the kinds: counters know its sum alone.</param>
public sealed class BillCheck(IPriceBook prices)
{
    /// <param name="day">Of UTC.</param>
    /// <param name="bill">The whole bill of the day.</param>
    /// <param name="metered">What was metered on that day.</param>
    /// <param name="heard">The regions whose records this guard reads.</param>
    public BillComparison Hold(
        DateOnly day, IReadOnlyList<BilledUsage> bill, IReadOnlyList<MeteredUsage> metered, IReadOnlyCollection<string> heard)
    {
        var here = heard.Concat(metered.Select(one => one.Region)).ToHashSet(StringComparer.Ordinal);
        var models = new BilledModelNames(metered.Select(one => one.Model));
        var found = new List<(string Region, string Model, BilledTariff Tariff)>();
        var unexplained = new List<UnexplainedUsage>();
        foreach (var line in bill.Where(line => line.Region.Length == 0 || here.Contains(line.Region)))
        {
            var (charge, model, why) = models.Read(line);
            if (charge is not null && model is not null && line.Region.Length > 0)
                found.Add((line.Region, model, new BilledTariff(line, charge)));
            else if (line.Cost.Amount != 0)
                unexplained.Add(new UnexplainedUsage(line, line.Region.Length == 0 ? "the bill names no region" : why));
        }

        var billed = found.ToLookup(one => (one.Region, one.Model), one => one.Tariff);
        var counted = metered.ToLookup(one => (one.Region, Model: BilledModelNames.Key(one.Model.Id)));
        // A line that names no model may be any one's.
        var dark = unexplained.Where(one => UsageType.Read(one.Usage.UsageType) is UsageMeaning.Charge { IsByToken: true }
                or UsageMeaning.Skip { IsUnderstood: false })
            .Select(one => one.Usage.Region).ToHashSet(StringComparer.Ordinal);
        var at = new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        return new BillComparison
        {
            Day = day,
            Models =
            [
                .. billed.Select(one => one.Key).Union(counted.Select(one => one.Key))
                    .Select(key => Model(key.Region, key.Model, [.. billed[key]], [.. counted[key]], at) with
                    {
                        MayBeUnexplained = dark.Contains(key.Region) || dark.Contains(""),
                    })
                    .Where(model => model.Lines.Count > 0)
                    .OrderByDescending(model => Math.Max(model.Billed.Amount, model.Metered.Amount))
                    .ThenBy(model => model.Model, StringComparer.Ordinal).ThenBy(model => model.Region, StringComparer.Ordinal),
            ],
            Unexplained =
                [.. unexplained.OrderByDescending(one => one.Usage.Cost).ThenBy(one => one.Usage.UsageType, StringComparer.Ordinal)],
            Elsewhere =
            [
                .. bill.Where(line => line.Region.Length > 0 && !here.Contains(line.Region)).GroupBy(line => line.Region)
                    .Select(region => (region.Key, region.Aggregate(Usd.Zero, (sum, line) => sum + line.Cost)))
                    .Where(region => region.Item2.Amount != 0)
                    .OrderByDescending(region => region.Item2).ThenBy(region => region.Key, StringComparer.Ordinal),
            ],
            Billed = bill.Aggregate(Usd.Zero, (sum, line) => sum + line.Cost),
        };
    }

    private BilledModel Model(
        string region, string key, IReadOnlyList<BilledTariff> billed, IReadOnlyList<MeteredUsage> metered, DateTimeOffset at)
    {
        var tariffs = billed.ToLookup(tariff => BilledKinds.Of(tariff.Charge.Kind)!.Value);
        var shares = metered.Select(one => Shares(one, at)).ToList();
        var lines = BilledKinds.All.Select(kind => new BillLine(
                kind,
                tariffs[kind].Aggregate(default(BillAmount), (sum, one) => sum + new BillAmount(one.Usage.Tokens, one.Usage.Cost)),
                shares.Aggregate(default(BillAmount), (sum, one) => sum + one[kind]))
        {
            Tariffs = [.. tariffs[kind]],
        })
            .Where(line => line.Billed != default || line.Metered != default);
        return new BilledModel(region, metered.Count > 0 ? metered[0].Model.Id : key, [.. lines])
        {
            Calls = metered.Sum(one => one.Usage.Calls),
            Unlogged = metered.Aggregate(Usd.Zero, (sum, one) => sum + one.Unlogged.Cost),
        };
    }

    // The cost is what was counted at the time; of the price book of today only how the kinds stand to each other.
    private Dictionary<BilledKind, BillAmount> Shares(MeteredUsage metered, DateTimeOffset at)
    {
        var usage = metered.Usage;
        var parts = BilledKinds.All.Select(kind => (Kind: kind, Tokens: BilledKinds.Only(usage.Tokens, kind))).ToList();
        var weights = parts.ConvertAll(
            part => prices.PriceMany(metered.Model, metered.Region, at, Math.Max(usage.Calls, 1), part.Tokens).Cost.Amount);
        if (weights.Sum() == 0)
            weights = parts.ConvertAll(part => (decimal)part.Tokens.TotalTokens);
        var sum = weights.Sum();
        return parts.Select((part, i) => (part.Kind, Amount: new BillAmount(
                part.Tokens.TotalTokens, new Usd(sum == 0 ? 0 : usage.Cost.Amount * weights[i] / sum))))
            .ToDictionary(part => part.Kind, part => part.Amount);
    }
}
