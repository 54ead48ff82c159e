using Amazon.CDK.AWS.DynamoDB;

namespace KillSwitch.Infra;

/// <summary>What every function reads and writes.</summary>
internal sealed record GuardHome(Table Table, NotificationTopic Notifications, string DenyPolicyArn, string AccountDenyPolicyArn)
{
    public required string SessionDenyPolicyArn { get; init; }

    public required string ModelDenyPolicyArn { get; init; }

    public required string MantleDenyPolicyArn { get; init; }

    public required string UnmeteredDenyPolicyArn { get; init; }

    /// <summary>Everything that may be attached to somebody.</summary>
    public string[] PreparedPolicies => [DenyPolicyArn, AccountDenyPolicyArn, SessionDenyPolicyArn, ModelDenyPolicyArn, MantleDenyPolicyArn, UnmeteredDenyPolicyArn];

    /// <summary>Null outside of an organization.</summary>
    public OrganizationPolicies? Organization { get; init; }

    /// <summary>The groups that hold them, one each; a user has no sessions.</summary>
    public string[] PreparedGroups => [.. PreparedPolicies.Where(policy => policy != SessionDenyPolicyArn).Select(policy => policy.Replace(":policy/", ":group/", StringComparison.Ordinal))];
}
