namespace KillSwitch.Core.Policies;

/// <summary>The paths on which AWS alone makes roles: their names tell them, and no other name is there.</summary>
internal static class ReservedPaths
{
    // With and without the region of IAM Identity Center, which a name does not tell.
    private static readonly string[] OfIdentityCenter = ["/aws-reserved/sso.amazonaws.com/", "/aws-reserved/sso.amazonaws.com/-/"];

    private static readonly string[] OfServices = ["/aws-service-role/-/"];

    /// <summary>Where a role of this name is; null for a name that tells no path.</summary>
    public static IReadOnlyList<string>? Of(string name) =>
        name.StartsWith("AWSReservedSSO_", StringComparison.Ordinal) ? OfIdentityCenter
        : name.StartsWith("AWSServiceRoleFor", StringComparison.Ordinal) ? OfServices
        : null;

    /// <summary>Whether a pattern asks for one of them.</summary>
    public static bool IsAskedFor(Glob resource) =>
        resource.Pattern.Contains("role/aws-reserved/", StringComparison.Ordinal)
            || resource.Pattern.Contains("role/aws-service-role/", StringComparison.Ordinal);
}
