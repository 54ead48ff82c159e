using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Principals;

/// <summary>Whom the patterns of <c>exempt</c> take in now: the names to write in their place.</summary>
public static class ExemptToday
{
    private const int NamedAtMost = 10;

    /// <summary>One clause for each pattern that a name can be made to fit, without a full stop.</summary>
    public static IEnumerable<string> Of(Policy policy, IReadOnlyCollection<ListedPrincipal> everyone)
    {
        foreach (var pattern in policy.Exempt.Where(glob => glob.Pattern.Trim('*').Length > 0 && Exemption.CanBeMadeToFit(glob)))
        {
            var alone = new Policy { Exempt = [pattern] };
            List<string> names =
                [.. everyone.Where(one => Exemption.Of(alone, one.Principal) is not null).Select(one => one.Principal.Name)
                .Order(StringComparer.Ordinal)];
            yield return names.Count == 0
                ? $"`{pattern}` takes in nobody today, and whoever is given a name that fits"
                : $"`{pattern}` takes in today: {Listing.Of(names, NamedAtMost)}";
        }
    }
}
