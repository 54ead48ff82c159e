using System.Collections.Immutable;

namespace KillSwitch.Infra.Templates;

/// <summary>Which shape each feature has; the first of its own where nothing is said.</summary>
internal sealed record Shapes
{
    private readonly ImmutableSortedDictionary<string, string> _chosen;

    private Shapes(ImmutableSortedDictionary<string, string> chosen) => _chosen = chosen;

    /// <summary>Nothing is said of anything.</summary>
    public static Shapes None { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Tells two of them apart.</summary>
    public string Key => string.Join(';', _chosen.Select(one => one.Key + "=" + one.Value));

    public string Of(Feature feature) => _chosen.GetValueOrDefault(Named(feature), feature.Shapes[0]);

    public Shapes With(Feature feature, string shape) => new(
        shape == feature.Shapes[0] ? _chosen.Remove(Named(feature)) : _chosen.SetItem(Named(feature), shape));

    private static string Named(Feature feature) => $"{feature.Option}#{feature.Place:00}";
}
