using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Yaml;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PriceFile;

/// <summary>The list of prices of a price file, or of a policy.</summary>
internal static class PriceFileEntries
{
    public static List<PriceEntry> Read(YamlSequenceNode list, List<YamlProblem> problems)
    {
        var seen = new HashSet<Terms>();
        var entries = new List<PriceEntry>();
        foreach (var node in list)
        {
            var before = problems.Count;
            if (PriceFileEntry.Read(node, problems) is not { } entry)
                continue;
            // Of what is wrong nobody knows what it was meant for.
            if (problems.Count == before && !seen.Add(Terms.Of(entry)))
            {
                problems.Add(new YamlProblem(
                    node.Start.Line, node.Start.Column,
                    $"`{entry.Model}` has this price twice: same scope, region, tier, latency, day and length"));
            }

            entries.Add(entry);
        }

        return entries;
    }

    private sealed record Terms(
        string Model, PriceScope Scope, string? Region, ServiceTier Tier, bool IsLatencyOptimized, DateOnly? From, long? Above)
    {
        public static Terms Of(PriceEntry entry) => new(
            ModelSpelling.Known.Canonical(entry.Model), entry.Scope, entry.Region, entry.Tier, entry.IsLatencyOptimized, entry.From,
            entry.AboveInputTokens);
    }
}
