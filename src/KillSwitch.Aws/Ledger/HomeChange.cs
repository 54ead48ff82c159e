using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Ledger;

/// <summary>What a transaction adds to the counters of one item.</summary>
/// <param name="Home">Whose item it is.</param>
/// <param name="Places">Of the counters, each once.</param>
/// <param name="IsGrowth">Whether nothing is taken off.</param>
internal sealed record HomeChange(CounterKey Home, IReadOnlyList<(CounterPlace Place, Usage Usage)> Places, bool IsGrowth)
{
    public static IReadOnlyList<HomeChange> Of(IEnumerable<KeyValuePair<CounterKey, Usage>> counters) =>
    [
        .. counters.Select(counter => (Place: CounterPlace.Of(counter.Key), Usage: counter.Value))
            // A minute of one scope in two windows that share an item is the same minute.
            .DistinctBy(change => change.Place)
            .GroupBy(change => change.Place.Home)
            .Select(home => new HomeChange(home.Key, [.. home], home.All(change => change.Usage.Beyond(default) == change.Usage))),
    ];
}
