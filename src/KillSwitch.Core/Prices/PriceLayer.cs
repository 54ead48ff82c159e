namespace KillSwitch.Core.Prices;

/// <summary>One source's prices, filed by model, and then by scope, region, tier and latency, day and context length.</summary>
internal sealed class PriceLayer
{
    private readonly Dictionary<string, List<(PriceTerms Terms, List<Version> Versions)>> _models = [];

    /// <param name="entries">The prices.</param>
    /// <param name="spelling">Under which name each model is filed.</param>
    /// <param name="isOwn">They are the user's: what they say holds in every region, and is multiplied by no list's rule for one.</param>
    public PriceLayer(IEnumerable<PriceEntry> entries, ModelSpelling spelling, bool isOwn = false)
    {
        Entries = [.. entries];
        IsOwn = isOwn;
        foreach (var model in Entries.GroupBy(entry => spelling.Canonical(entry.Model)))
        {
            _models[model.Key] =
            [
                .. model.GroupBy(PriceTerms.Of).Select(same => (same.Key, same.GroupBy(entry => entry.From ?? DateOnly.MinValue)
                    .OrderBy(version => version.Key)
                    .Select(version => new Version(version.Key, [.. version.OrderByDescending(Above)]))
                    .ToList())),
            ];
        }
    }

    public IReadOnlyList<PriceEntry> Entries { get; }

    public bool IsOwn { get; }

    /// <summary>Those that have a price, under their canonical names.</summary>
    public IEnumerable<string> Models => _models.Where(model => model.Value.Exists(
        one => one.Versions.Exists(version => version.LongestFirst.Exists(entry => entry.Input > 0)))).Select(model => model.Key);

    /// <summary>The latest price that has begun by <paramref name="day"/>.</summary>
    public PriceEntry? InForce(string model, PriceTerms terms, DateOnly day, long inputTokens) =>
        Versions(model, terms)?.FindLast(version => version.From <= day)?.At(inputTokens);

    /// <summary>The first price ever, for a call older than all of them.</summary>
    public PriceEntry? Earliest(string model, PriceTerms terms, long inputTokens) => Versions(model, terms)?[0].At(inputTokens);

    /// <summary>Every day and every context length at which the price of <paramref name="model"/> may change.</summary>
    public void Changes(string model, ISet<DateOnly> days, ISet<long> lengths)
    {
        foreach (var (_, versions) in _models.GetValueOrDefault(model) ?? [])
        {
            foreach (var version in versions)
            {
                days.Add(version.From);
                foreach (var entry in version.LongestFirst)
                    lengths.Add(Above(entry));
            }
        }
    }

    private List<Version>? Versions(string model, PriceTerms terms)
    {
        foreach (var (known, versions) in _models.GetValueOrDefault(model) ?? [])
        {
            if (known == terms)
                return versions;
        }

        return null;
    }

    private static long Above(PriceEntry entry) => entry.AboveInputTokens ?? -1;

    private sealed record Version(DateOnly From, List<PriceEntry> LongestFirst)
    {
        public PriceEntry? At(long inputTokens) => LongestFirst.Find(entry => inputTokens > Above(entry));
    }
}
