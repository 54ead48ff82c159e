using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>The prepared denies: written here, in a path of their own, and at run time only attached and detached.</summary>
internal sealed class DenyPolicies : Construct
{
    public DenyPolicies(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        var name = $"{options.StackName}-deny-spending-{stack.Region}";
        var policy = new CfnManagedPolicy(this, "Spending", new CfnManagedPolicyProps
        {
            ManagedPolicyName = name,
            Path = GuardSetting.PolicyPath,
            Description = "Denies all spending on Amazon Bedrock; attached by the kill switch to whom it stops",
            PolicyDocument = JsonSerializer.Deserialize<Dictionary<string, object>>(SpendingDeny.Document())!.ToDictionary(member => member.Key, member => Plain((JsonElement)member.Value)),
        });
        Resource = policy;
        SpendingArn = $"arn:{stack.Partition}:iam::{stack.Account}:policy{GuardSetting.PolicyPath}{name}";
    }

    public CfnManagedPolicy Resource { get; }

    /// <summary>Put together from its name, so that roles and settings can say it without waiting for the policy.</summary>
    public string SpendingArn { get; }

    private static object Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        _ => json.GetString()!,
    };
}
