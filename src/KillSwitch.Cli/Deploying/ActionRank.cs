namespace KillSwitch.Cli.Deploying;

/// <summary>How closely somebody who reviews a permission looks at it.</summary>
internal enum ActionRank
{
    /// <summary>It can grant or deny, or is of a whole service: read first.</summary>
    Grants,

    Changes,

    /// <summary>It shows how things are set up, or is of a table.</summary>
    Reads,
}

/// <summary>Puts an action where it belongs. Whatever is not known to be harmless is shown.</summary>
internal static class ActionRanks
{
    private static readonly string[] Granting = ["iam", "organizations", "sts", "sso", "sso-directory", "identitystore", "account", "kms"];

    // What these read is somebody's data, a secret or a credential.
    private static readonly string[] Secretive = ["sts", "s3", "secretsmanager", "ssm", "kms", "ecr", "codeartifact", "cognito-identity"];

    private static readonly string[] Reading =
        ["Get", "List", "Describe", "View", "BatchGet", "Query", "Scan", "ConditionCheck"];

    /// <param name="action">Such as <c>iam:AttachRolePolicy</c>.</param>
    public static ActionRank Of(string action)
    {
        if (action.Split(':') is not [var service, var name] || service.Contains(' ', StringComparison.Ordinal) || name.StartsWith('*'))
            return ActionRank.Grants;
        if (!Secretive.Contains(service) && Array.Exists(Reading, verb => name.StartsWith(verb, StringComparison.Ordinal)))
            return ActionRank.Reads;
        return Granting.Contains(service) || service.StartsWith("bedrock", StringComparison.Ordinal)
            || name.Contains("Policy", StringComparison.Ordinal) || name.Contains("Permission", StringComparison.Ordinal)
            || name.Contains("Role", StringComparison.Ordinal) ? ActionRank.Grants : ActionRank.Changes;
    }
}
