namespace KillSwitch.Infra;

/// <summary>
/// Calls that take effect on what the guard runs as, in the words of an event pattern; Lambda writes a version behind the names of its own.
/// </summary>
internal static class OwnCalls
{
    public static object[] OfFunctions { get; } =
    [
        .. ((string[])[
            "DeleteFunction", "UpdateFunction", "PutFunction", "AddPermission", "RemovePermission", "UpdateAlias", "CreateFunctionUrl"])
            .Select(name => new Dictionary<string, object> { ["prefix"] = name }),
    ];

    public static object[] OfRules { get; } = ["DisableRule", "DeleteRule", "PutRule", "PutTargets", "RemoveTargets"];

    public static object[] OfRoles { get; } =
        ["PutRolePolicy", "DeleteRolePolicy", "AttachRolePolicy", "DetachRolePolicy", "UpdateAssumeRolePolicy", "DeleteRole", "UpdateRole",
            "PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"];

    public static object[] OfTrails { get; } = ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"];

    /// <summary>A name that begins with the stack's, or an ARN that ends in one.</summary>
    public static object[] Named(string stack) =>
        [new Dictionary<string, object> { ["prefix"] = stack + "-" }, new Dictionary<string, object> { ["wildcard"] = $"*:{stack}-*" },
            new Dictionary<string, object> { ["wildcard"] = $"*/{stack}-*" }];
}
