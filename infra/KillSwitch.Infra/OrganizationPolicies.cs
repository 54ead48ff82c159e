using Amazon.CDK;
using Amazon.CDK.AWS.Organizations;
using Constructs;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;

namespace KillSwitch.Infra;

/// <summary>
/// The service control policies of the guard: on everyone in the account, and on those that it lists. Attached to nothing here. Where
/// somebody else made them, their ids are taken instead.
/// </summary>
internal sealed class OrganizationPolicies : Construct
{
    /// <param name="denies">Which say who works on the guard while everyone is stopped.</param>
    public OrganizationPolicies(Construct scope, string id, GuardOptions options, DenyPolicies denies)
        : base(scope, id)
    {
        var guard = new GuardResources(options.StackName, options.LogGroup);
        AccountScp = options.AccountScp ?? Prepare(
            "Account", options, "account",
            "Denies all spending on Amazon Bedrock to everyone; attached to the account by its kill switch while it is stopped",
            AccountControlPolicy.Document(options.ScpExempt, guard, denies.Operators.Length == 0 ? null
                : [.. denies.Operators, .. options.IsBootstrapped ? DeployingRoles(denies) : []]));
        PrincipalScp = options.PrincipalScp ?? Prepare(
            "Principals", options, "principals", "Denies all spending on Amazon Bedrock to those that the kill switch of the account lists",
            PrincipalControlPolicy.Document([], guard));
    }

    /// <summary>The id of the policy on everyone.</summary>
    public string AccountScp { get; }

    /// <summary>The id of the policy that lists who is stopped.</summary>
    public string PrincipalScp { get; }

    private IEnumerable<string> DeployingRoles(DenyPolicies denies) =>
        denies.SparedSensors.Prepend(Stack.Of(this).Region).Select(DeployingRole);

    // What the CDK asks CloudFormation with, for an operator: a policy on everyone is on it, too.
    private string DeployingRole(string region)
    {
        var stack = Stack.Of(this);
        return $"role/cdk-{stack.Synthesizer.BootstrapQualifier}-deploy-role-{stack.Account}-{region}";
    }

    private string Prepare(string id, GuardOptions options, string what, string description, string document) =>
        new CfnPolicy(this, id, new CfnPolicyProps
        {
            Name = $"{options.StackName}-{what}-{Stack.Of(this).Account}-{Stack.Of(this).Region}",
            Type = "SERVICE_CONTROL_POLICY",
            Description = description,
            Content = DenyPolicies.Json(document),
        }).Ref;
}
