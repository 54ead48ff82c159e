using System.Diagnostics.CodeAnalysis;
using KillSwitch.Core.RunningWork;

namespace KillSwitch.Infra.Templates;

/// <summary>
/// Under which options the constructs are asked for a template: each shape of each feature, once where nothing else was chosen and once
/// where everything else was, so that what depends on two options shows as well; and some at random, so that nothing goes together by
/// chance.
/// </summary>
internal static class TemplateSamples
{
    private const int Drawn = 32;

    public static IReadOnlyList<Shapes> Of(IReadOnlyList<TemplateOption> options)
    {
        // What another one is needed for comes after it.
        var most = Most(options.Where(option => !option.TakesAway).OrderBy(option => option.Needs is null ? 0 : 1), options);
        List<Shapes> samples = [.. Around(options, Shapes.None), .. Around(options, most), .. AtRandom(options)];
        return [.. samples.DistinctBy(sample => sample.Key)];
    }

    [SuppressMessage("Security", "CA5394", Justification = "it decides which options are tried, the same each time")]
    private static IEnumerable<Shapes> AtRandom(IReadOnlyList<TemplateOption> options) =>
        Enumerable.Range(0, Drawn).Select(seed => Random(options, new Random(1000 + seed)));

    private static Shapes Random(IReadOnlyList<TemplateOption> options, Random random) =>
        Without(options.Aggregate(Shapes.None, (shapes, option) => Random(option, shapes, random)), options);

    [SuppressMessage("Security", "CA5394", Justification = "it decides which options are tried, the same each time")]
    private static Shapes Random(TemplateOption option, Shapes shapes, Random random)
    {
        var filled = random.Next(option.Places + 1);
        foreach (var feature in option.Features.Where(feature => feature.Place <= filled))
        {
            var least = feature.Place > 0 ? 1 : 0;
            var shape = feature.Shapes[least + random.Next(feature.Shapes.Count - least)];
            shapes = shapes.With(feature, IsAlone(shape) && filled > 1 ? Feature.Given : shape);
        }

        return shapes;
    }

    // A word that stands for no list at all.
    private static bool IsAlone(string shape) => shape == BatchOutputs.None;

    private static Shapes Most(IEnumerable<TemplateOption> chosen, IReadOnlyList<TemplateOption> options) => chosen.Aggregate(
        Shapes.None,
        (shapes, option) => option.Features.Aggregate(
            With(shapes, option, options), (all, feature) => all.With(feature, feature.Shapes[1])));

    private static IEnumerable<Shapes> Around(IReadOnlyList<TemplateOption> options, Shapes from)
    {
        yield return from;
        foreach (var option in options)
        {
            var needed = With(from, option, options);
            var tried = option.Places > 0
                ? Lists(option, needed, from == Shapes.None)
                : option.Features.SelectMany(feature => feature.Shapes.Select(shape => needed.With(feature, shape)));
            foreach (var shapes in tried)
                yield return Without(shapes, options);
        }
    }

    // None, one, two and all of its places; and where nothing else was chosen each, where they do not follow from each other, and each kind
    // at each place that may have it.
    private static IEnumerable<Shapes> Lists(TemplateOption option, Shapes from, bool isAlone)
    {
        var tried = Enumerable.Range(0, option.Places + 1)
            .Where(filled => (isAlone && option.TriesEachPlace) || filled <= 2 || filled == option.Places);
        foreach (var filled in tried)
        {
            var shapes = Filled(option, from, filled);
            yield return shapes;
            if (!isAlone)
                continue;
            if (option.TriesEachPlace && option.Kinds.Count > 1)
                yield return option.Features.Take(filled).Aggregate(shapes, (all, feature) => all.With(feature, feature.Shapes[2]));
            foreach (var feature in option.Features.Take(filled))
            {
                foreach (var kind in feature.Shapes.Skip(2).Where(kind => !IsAlone(kind) || filled == 1))
                    yield return shapes.With(feature, kind);
            }
        }
    }

    private static Shapes Filled(TemplateOption option, Shapes from, int places) =>
        option.Features.Aggregate(from, (all, feature) => all.With(feature, feature.Shapes[feature.Place <= places ? 1 : 0]));

    private static Shapes With(Shapes shapes, TemplateOption option, IReadOnlyList<TemplateOption> options) =>
        option.Needs is not { } needs ? shapes
        : shapes.With(options.Single(other => other.Name == needs.Option).Features[0], needs.Word);

    // What is not allowed without an option goes with it.
    private static Shapes Without(Shapes shapes, IReadOnlyList<TemplateOption> options) => options.Where(option => option.Needs is { } needs
            && shapes.Of(options.Single(other => other.Name == needs.Option).Features[0]) != needs.Word)
        .SelectMany(option => option.Features).Aggregate(shapes, (left, feature) => left.With(feature, feature.Shapes[0]));
}
