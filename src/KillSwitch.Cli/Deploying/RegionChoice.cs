using KillSwitch.Aws.Deploying;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>Whether the further regions that were named are some that a guard can hear.</summary>
internal static class RegionChoice
{
    private const string Regions = DeploymentOptions.Regions;
    private const string MetricsOnly = DeploymentOptions.MetricsOnly;

    /// <param name="given">The options that were named.</param>
    /// <param name="home">The region of home.</param>
    /// <param name="partition">What home is in.</param>
    /// <exception cref="ArgumentException">One is not; the sentence says which.</exception>
    public static void Check(IReadOnlyDictionary<string, string> given, string home, string partition)
    {
        foreach (var option in (string[])[Regions, MetricsOnly])
        {
            foreach (var region in (given.GetValueOrDefault(option) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (region == home)
                {
                    throw new ArgumentException(
                        $"`{region}` is not allowed for `{option}`: the guard lives there, and hears it anyway; allowed: further regions");
                }

                if (region != DeploymentOptions.All && BedrockRegions.PartitionOf(region) is var other && other != partition)
                {
                    throw new ArgumentException($"`{region}` is not allowed for `{option}`: it is in the partition `{other}`; allowed: "
                        + $"regions of `{partition}`, as `{home}` is");
                }
            }
        }
    }

    /// <param name="parameter">Of a template.</param>
    /// <param name="regions">What `all` stands for.</param>
    /// <param name="text">The same as the parameter takes them.</param>
    /// <exception cref="ArgumentException">They are more than it takes; the sentence says how many those are.</exception>
    public static void CheckRoom(TemplateParameter parameter, IReadOnlyList<string> regions, string text)
    {
        if (text.Length == 0 || parameter.Fault(text) is null)
            return;
        var most = Enumerable.Range(0, regions.Count)
            .Last(count => count == 0 || parameter.Fault(string.Join(',', regions.Take(count))) is null);
        throw new ArgumentException(
            $"`{Regions}={DeploymentOptions.All}` stands for {regions.Count} regions here, and a release has room for {most}: "
            + $"{string.Join(", ", regions)}; allowed: `{Regions}=` and up to {most} of them, with commas between them (`{MetricsOnly}` "
            + "watches the metrics of others)");
    }
}
