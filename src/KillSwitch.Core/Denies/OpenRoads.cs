using KillSwitch.Core.Access;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Denies;

/// <summary>Which principals under a cap may spend where no record meters it.</summary>
/// <param name="Road">Where.</param>
/// <param name="Principals">Who, in the order of their names; never none.</param>
public sealed record OpenRoad(UnmeteredRoad Road, IReadOnlyList<string> Principals);

/// <summary>By the account's policies as they stand: whoever holds the prepared deny is on no road.</summary>
public static class OpenRoads
{
    /// <param name="all">Every role and user of the account.</param>
    /// <param name="policy">Says who is under a cap and who is exempt.</param>
    public static IReadOnlyList<OpenRoad> Of(IReadOnlyList<Identity> all, Policy policy)
    {
        var rules = new RuleBook(policy);
        var capped = all.Where(one => PrincipalCaps.IsUnder(policy, one.Principal) && !rules.IsExempt(one.Principal))
            .OrderBy(one => one.Name, StringComparer.Ordinal).ToList();
        return [.. UnmeteredRoad.All.Select(road => new OpenRoad(road, [.. capped.Where(one => May(one, road)).Select(one => one.Name)]))
            .Where(road => road.Principals.Count > 0)];
    }

    private static bool May(Identity one, UnmeteredRoad road) =>
        road.Actions.Any(action => road.Resources.Any(resource => one.May(action, resource, one.Context).IsOpen()));
}
