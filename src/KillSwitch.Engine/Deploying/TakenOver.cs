using System.Globalization;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Engine.Deploying;

/// <summary>
/// What is known of the options of a guard that the CDK deployed, which keeps none in its stack: those that the guard itself is told.
/// </summary>
public static class TakenOver
{
    /// <summary>By the name of the option.</summary>
    public static IReadOnlyDictionary<string, string> Options(Deployment home) => new Dictionary<string, string?>
    {
        [DeploymentOptions.Operators] = Names(home.Operators),
        [DeploymentOptions.Regions] = Names(home.Sensors),
        ["otherRegions"] = home.OtherRegions ?? "ignore",
        ["organization"] = Word(home.AccountScp is not null),
        ["gateways"] = Names(home.Gateways),
        ["ownerTopics"] = Names(home.OwnerTopics),
        ["mantleCallers"] = Word(home.MantleCallers),
        ["chat"] = Word(home.Chat),
        ["lease"] = home.Lease is { } lease ? Names(lease.Principals) : null,
        ["leaseMinutes"] = home.Lease is { } terms ? ((int)terms.Length.TotalMinutes).ToString(CultureInfo.InvariantCulture) : null,
    }.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal);

    private static string? Names(IEnumerable<string> names) => string.Join(',', names) is { Length: > 0 } text ? text : null;

    private static string Word(bool yes) => yes ? "true" : "false";
}
