namespace KillSwitch.Core.Invocations;

/// <summary>The geographies that inference profiles span, as their ids begin: <c>us</c>, <c>eu</c>, <c>global</c>.</summary>
public static class ProfileGeography
{
    public const string Global = "global";

    /// <summary>Without the dot.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["us", "eu", "apac", "jp", "au", "ca", "us-gov", "sa", "mx", "in", "kr", "me", "af", "uk", "il", Global];

    /// <summary>What a model's id begins with; null for no geography.</summary>
    public static string? Of(string id)
    {
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        if (dot < 2)
            return null;
        foreach (var geography in All)
        {
            if (geography.Length == dot && id.StartsWith(geography, StringComparison.Ordinal))
                return geography;
        }

        return null;
    }

    /// <summary>
    /// That of a profile over the models of these ARNs: one without a region is the global route, a single region none; null where no
    /// geography is known to span them.
    /// </summary>
    public static string? OfModels(IEnumerable<string> arns)
    {
        List<string> regions = [.. arns.Select(arn => arn.Split(':') is [_, _, _, var region, ..] ? region : "").Distinct()];
        if (regions.Contains(""))
            return Global;
        if (regions.Count < 2)
            return null;
        return regions switch
        {
            _ when regions.TrueForAll(region => region is "ap-northeast-1" or "ap-northeast-3") => "jp",
            _ when regions.TrueForAll(region => region is "ap-southeast-2" or "ap-southeast-4") => "au",
            _ when Lie("ap-") => "apac",
            _ when Lie("us-gov-") => "us-gov",
            _ when Lie("us-") => "us",
            _ when Lie("eu-") => "eu",
            _ when Lie("ca-") => "ca",
            _ => null,
        };

        bool Lie(string start) => regions.TrueForAll(region => region.StartsWith(start, StringComparison.Ordinal));
    }
}
