using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.SNS;

namespace KillSwitch.Infra;

/// <summary>What every function reads and writes.</summary>
internal sealed record GuardHome(Table Table, Topic Topic, string DenyPolicyArn, string AccountDenyPolicyArn)
{
    /// <summary>Everything that may be attached to somebody.</summary>
    public string[] PreparedPolicies => [DenyPolicyArn, AccountDenyPolicyArn];

    /// <summary>Null outside of an organization.</summary>
    public OrganizationPolicies? Organization { get; init; }

    /// <summary>The groups that hold them, one each.</summary>
    public string[] PreparedGroups => [.. PreparedPolicies.Select(policy => policy.Replace(":policy/", ":group/", StringComparison.Ordinal))];
}
