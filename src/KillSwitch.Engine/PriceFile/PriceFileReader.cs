using KillSwitch.Core.Prices;
using KillSwitch.Engine.Yaml;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PriceFile;

/// <summary>
/// Reads a user's own prices: <c>version: 1</c> and <c>prices</c>, a list of <c>model</c>, <c>scope</c>, <c>from</c>,
/// <c>aboveInputTokens</c>, <c>input</c>, <c>output</c>, <c>cacheRead</c>, <c>cacheWrite5m</c>, <c>cacheWrite1h</c>
/// (US dollars per million tokens), <c>source</c>, <c>region</c>, <c>tier</c> and <c>latency</c>.
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

        var file = new YamlMapping(root, problems, "version", "prices");
        if (file.Required("version") is { } version && version is not YamlScalarNode { Value: "1" })
            file.Problem(version, $"`{version}` is no version of a price file; allowed is `1`");
        return file.Required("prices") switch
        {
            null => [],
            YamlSequenceNode list => PriceFileEntries.Read(list, problems),
            var other => file.Problem<List<PriceEntry>>(other, "`prices` is a list") ?? [],
        };
    }
}
