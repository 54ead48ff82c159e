namespace KillSwitch.Core.Prices;

/// <summary>One source's prices, filed by model, scope, day and context length.</summary>
internal sealed class PriceLayer
{
    private readonly Dictionary<(string Model, PriceScope Scope), List<Version>> _versions = [];

    public PriceLayer(IEnumerable<PriceEntry> entries, ModelSpelling spelling)
    {
        Entries = [.. entries];
        foreach (var group in Entries.GroupBy(entry => (spelling.Canonical(entry.Model), entry.Scope)))
        {
            _versions[group.Key] =
            [
                .. group.GroupBy(entry => entry.From ?? DateOnly.MinValue)
                    .OrderBy(version => version.Key)
                    .Select(version => new Version(version.Key, [.. version.OrderByDescending(Above)])),
            ];
        }
    }

    public IReadOnlyList<PriceEntry> Entries { get; }

    /// <summary>The latest price that has begun by <paramref name="day"/>.</summary>
    public PriceEntry? InForce(string model, PriceScope scope, DateOnly day, long inputTokens) =>
        _versions.GetValueOrDefault((model, scope))?.FindLast(version => version.From <= day)?.At(inputTokens);

    /// <summary>The first price ever, for a call older than all of them.</summary>
    public PriceEntry? Earliest(string model, PriceScope scope, long inputTokens) =>
        _versions.GetValueOrDefault((model, scope))?[0].At(inputTokens);

    /// <summary>Every day and every context length at which the price of <paramref name="model"/> may change.</summary>
    public void Changes(string model, ISet<DateOnly> days, ISet<long> lengths)
    {
        foreach (var scope in Enum.GetValues<PriceScope>())
        {
            foreach (var version in _versions.GetValueOrDefault((model, scope)) ?? [])
            {
                days.Add(version.From);
                foreach (var entry in version.LongestFirst)
                    lengths.Add(Above(entry));
            }
        }
    }

    private static long Above(PriceEntry entry) => entry.AboveInputTokens ?? -1;

    private sealed record Version(DateOnly From, List<PriceEntry> LongestFirst)
    {
        public PriceEntry? At(long inputTokens) => LongestFirst.Find(entry => inputTokens > Above(entry));
    }
}
