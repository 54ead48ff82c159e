using KillSwitch.Core.Prices;
using KillSwitch.Engine.Yaml;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PriceFile;

/// <summary>
/// Reads a user's own prices: <c>version: 1</c> and <c>prices</c>, a list of <c>model</c>, <c>scope</c>, <c>from</c>,
/// <c>aboveInputTokens</c>, <c>input</c>, <c>output</c>, <c>cacheRead</c>, <c>cacheWrite5m</c>, <c>cacheWrite1h</c>
/// (US dollars per million tokens) and <c>source</c>.
/// </summary>
public static class PriceFileReader
{
    public static PriceFileResult Read(string yaml)
    {
        var problems = new List<YamlProblem>();
        var prices = Prices(yaml, problems);
        return problems.Count == 0
            ? new PriceFileResult(prices, [])
            : new PriceFileResult([], [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
    }

    private static List<PriceEntry> Prices(string yaml, List<YamlProblem> problems)
    {
        if (YamlFile.Load(yaml, "price file", problems) is not { } root)
            return [];

        var file = new PriceFileMapping(root, problems, "version", "prices");
        if (file.Required("version") is { } version && version is not YamlScalarNode { Value: "1" })
            file.Problem(version, $"`{version}` is no version of a price file; allowed is `1`");
        return file.Required("prices") switch
        {
            null => [],
            YamlSequenceNode list => Entries(list, problems),
            var other => file.Problem<List<PriceEntry>>(other, "`prices` is a list") ?? [],
        };
    }

    private static List<PriceEntry> Entries(YamlSequenceNode list, List<YamlProblem> problems)
    {
        var seen = new HashSet<(string Model, PriceScope Scope, DateOnly? From, long? Above)>();
        var entries = new List<PriceEntry>();
        foreach (var node in list)
        {
            if (PriceFileEntry.Read(node, problems) is not { } entry)
                continue;
            if (!seen.Add((ModelSpelling.Known.Canonical(entry.Model), entry.Scope, entry.From, entry.AboveInputTokens)))
            {
                problems.Add(new YamlProblem(
                    node.Start.Line, node.Start.Column, $"`{entry.Model}` has this price twice: same scope, day and length"));
            }

            entries.Add(entry);
        }

        return entries;
    }
}
