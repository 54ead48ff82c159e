using Amazon;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Aws.Account;

/// <summary>The regions that there are, as far as the SDK knows them.</summary>
public static class AwsRegions
{
    /// <summary>Those of a guard's partition that are not watched already, in order.</summary>
    /// <param name="home">The guard.</param>
    /// <param name="watched">Its own first.</param>
    public static IReadOnlyList<string> Beside(Deployment home, IReadOnlyList<string> watched)
    {
        var partition = RegionEndpoint.GetBySystemName(home.Region).PartitionName;
        return
        [
            .. RegionEndpoint.EnumerableAllRegions.Where(region => region.PartitionName == partition).Select(region => region.SystemName)
                .Where(AwsRegion.IsName).Except(watched).Order(StringComparer.Ordinal),
        ];
    }
}
