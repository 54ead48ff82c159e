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
        SpendingArn = Prepare("Spending", options, "spending", "Denies all spending on Amazon Bedrock; attached by the kill switch to whom it stops");
        AccountArn = Prepare("Account", options, "account", "Denies all spending on Amazon Bedrock; attached by the kill switch to everyone when it stops the account");
        if (options.Lease is not null)
            LeaseArn = Prepare("Lease", options, "lease", "Denies all spending on Amazon Bedrock; attached by a state machine to the leased when the kill switch is not alive");
    }

    /// <summary>Put together from its name, so that roles and settings can say it without waiting for the policy.</summary>
    public string SpendingArn { get; }

    /// <summary>The same deny once more: an account's stop is lifted without lifting anyone's own.</summary>
    public string AccountArn { get; }

    /// <summary>The same deny a third time: a lease that is renewed lifts nobody's stop. Null where nobody is leased.</summary>
    public string? LeaseArn { get; }

    private string Prepare(string id, GuardOptions options, string what, string description)
    {
        var stack = Stack.Of(this);
        var name = $"{options.StackName}-deny-{what}-{stack.Region}";
        new CfnManagedPolicy(this, id, new CfnManagedPolicyProps
        {
            ManagedPolicyName = name,
            Path = GuardSetting.PolicyPath,
            Description = description,
            PolicyDocument = JsonSerializer.Deserialize<Dictionary<string, object>>(SpendingDeny.Document())!.ToDictionary(member => member.Key, member => Plain((JsonElement)member.Value)),
        });
        return $"arn:{stack.Partition}:iam::{stack.Account}:policy{GuardSetting.PolicyPath}{name}";
    }

    private static object Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        _ => json.GetString()!,
    };
}
