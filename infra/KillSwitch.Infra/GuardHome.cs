using Amazon.CDK.AWS.DynamoDB;

namespace KillSwitch.Infra;

/// <summary>What every function reads and writes.</summary>
internal sealed record GuardHome(Table Table, NotificationTopic Notifications, string DenyPolicyArn, string AccountDenyPolicyArn)
{
    public required string SessionDenyPolicyArn { get; init; }

    public required string ModelDenyPolicyArn { get; init; }

    public required string MantleDenyPolicyArn { get; init; }

    public required string UnmeteredDenyPolicyArn { get; init; }

    /// <summary>Null where it is not known who works on the guard.</summary>
    public string? GuardDenyPolicyArn { get; init; }

    /// <summary>
    /// Whom that policy and the account's deny leave out, CloudFormation's role among them; empty where it is not known who works on the
    /// guard.
    /// </summary>
    public string[] Operators { get; init; } = [];

    /// <summary>Everything that may be attached to somebody.</summary>
    public string[] PreparedPolicies =>
    [
        DenyPolicyArn, AccountDenyPolicyArn, SessionDenyPolicyArn, ModelDenyPolicyArn, MantleDenyPolicyArn, UnmeteredDenyPolicyArn,
        .. GuardDenyPolicyArn is { } guard ? (string[])[guard] : [],
    ];

    /// <summary>Null outside of an organization.</summary>
    public OrganizationPolicies? Organization { get; init; }

    /// <summary>The groups that hold them, one each; a user has no sessions.</summary>
    public string[] PreparedGroups =>
        [.. PreparedPolicies.Where(policy => policy != SessionDenyPolicyArn)
            .Select(policy => policy.Replace(":policy/", ":group/", StringComparison.Ordinal))];
}
