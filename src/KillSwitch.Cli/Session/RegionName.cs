using Amazon;
using KillSwitch.Cli.Inputs;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Wording;

namespace KillSwitch.Cli.Session;

/// <summary>A region as AWS spells it.</summary>
internal static class RegionName
{
    /// <exception cref="BadInputException">It is none; the nearest is named.</exception>
    public static string Checked(string region)
    {
        if (AwsRegion.IsName(region))
            return region;
        var known = RegionEndpoint.EnumerableAllRegions.ToList();
        var named = known.Where(one => one.DisplayName.Contains(region, StringComparison.OrdinalIgnoreCase))
            .Select(one => one.SystemName).ToList();
        throw new BadInputException($"`{region}` is no region, as `us-east-1` is one"
            + (named is [var only] ? $"; did you mean `{only}`?" : NearestNames.Hint(region, known.Select(one => one.SystemName))));
    }
}
