using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>A price moved, came or went in AWS's list.</summary>
/// <param name="Group">Of which calls.</param>
/// <param name="Before">What was in force, of each length; none where nothing was known.</param>
/// <param name="After">What the list says, of each length; none where it says nothing any more.</param>
public sealed record PriceChange(ListedGroup Group, IReadOnlyList<PriceEntry> Before, IReadOnlyList<PriceEntry> After)
{
    public bool IsLost => After.Count == 0;

    public bool IsNew => Before.Count == 0;

    /// <summary>The model's id as the list's prices have it.</summary>
    public string Model => (After.Count > 0 ? After : Before) is [var first, ..] ? first.Model : Group.Model;

    /// <summary>The amounts of a price by the word for their kind, in one order.</summary>
    public static IReadOnlyList<(string Kind, decimal? Amount)> Kinds(PriceEntry entry) =>
        [.. ByKind.Select(kind => (kind.Word, kind.Of(entry)))];

    /// <summary>Kinds whose amount is another, with both; null for none.</summary>
    public IEnumerable<(string Kind, long? AboveInputTokens, decimal? Before, decimal? After)> Moves()
    {
        foreach (var above in Before.Concat(After).Select(entry => entry.AboveInputTokens).Distinct())
        {
            var (before, after) = (Of(Before, above), Of(After, above));
            foreach (var (word, of) in ByKind)
            {
                var (was, becomes) = (before is null ? null : of(before), after is null ? null : of(after));
                if (was != becomes)
                    yield return (word, above, was, becomes);
            }
        }
    }

    private static IReadOnlyList<(string Word, Func<PriceEntry, decimal?> Of)> ByKind { get; } =
    [
        ("input", entry => entry.Input), ("output", entry => entry.Output), ("cacheRead", entry => entry.CacheRead),
        ("cacheWrite5m", entry => entry.CacheWrite5m), ("cacheWrite1h", entry => entry.CacheWrite1h),
    ];

    private static PriceEntry? Of(IReadOnlyList<PriceEntry> entries, long? above) =>
        entries.FirstOrDefault(entry => entry.AboveInputTokens == above);
}
