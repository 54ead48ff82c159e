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
        var guard = new GuardResources(options.StackName, options.LogGroup);
        Operators = options.Operators is { } operators ? [.. operators.Names, DeploymentRole()] : [];
        SpendingArn = Prepare("Spending", options, "spending", SpendingDeny.Document(guard),
            "Denies all spending on Amazon Bedrock; attached by the kill switch to whom it stops");
        AccountArn = Prepare(
            "Account", options, "account", Operators.Length == 0 ? SpendingDeny.Document() : SpendingDeny.Document(guard, Operators),
            "Denies all spending on Amazon Bedrock; attached by the kill switch to everyone when it stops the account");
        SessionArn = Prepare(
            "Session", options, "session", SessionDeny.Document(guard),
            "Denies all spending on Amazon Bedrock to the sessions that the tags of their role name; attached by the kill switch",
            isForUsers: false);
        ModelArn = Prepare(
            "Model", options, "model", ModelDeny.Document(),
            "Denies the models on Amazon Bedrock that the tags of its holder name; attached by the kill switch");
        MantleArn = Prepare(
            "Mantle", options, "mantle", MantleDeny.Document(),
            "Denies all spending on the bedrock-mantle endpoint; attached by the kill switch to principals under a cap, where the policy "
            + "says so");
        UnmeteredArn = Prepare(
            "Unmetered", options, "unmetered", UnmeteredDeny.Document(),
            "Denies spending on Amazon Bedrock that no invocation record meters; attached by the kill switch to principals under a cap, "
            + "where the policy says so");
        // Where nobody could be left out of it, a stop of everyone would leave nobody to lift it.
        if (Operators.Length > 0)
        {
            GuardArn = Prepare("Guard", options, "guard", GuardDeny.Document(guard, Operators),
                "Denies to change the kill switch; attached by it to whom it denies a model");
        }

        if (options.Lease is not null)
        {
            LeaseArn = Prepare(
                "Lease", options, "lease", SpendingDeny.Document(guard),
                "Denies all spending on Amazon Bedrock; attached by a state machine to the leased when the kill switch is not alive",
                isForUsers: false);
        }
    }

    /// <summary>Put together from its name, so that roles and settings can say it without waiting for the policy.</summary>
    public string SpendingArn { get; }

    /// <summary>The same deny once more: an account's stop is lifted without lifting anyone's own.</summary>
    public string AccountArn { get; }

    /// <summary>Cuts single sessions of a role.</summary>
    public string SessionArn { get; }

    /// <summary>Cuts models.</summary>
    public string ModelArn { get; }

    /// <summary>Denies the mantle endpoint alone.</summary>
    public string MantleArn { get; }

    /// <summary>Denies what no record meters.</summary>
    public string UnmeteredArn { get; }
    /// <summary>
    /// Whom the stops of everyone let work on the guard, CloudFormation's role among them; empty where that is not known.
    /// </summary>
    public string[] Operators { get; }

    /// <summary>Keeps whom a model's stop denies from what is the guard's own. Null where it is not known who works on the guard.</summary>
    public string? GuardArn { get; }

    /// <summary>The same deny a third time: a lease that is renewed lifts nobody's stop. Null where nobody is leased.</summary>
    public string? LeaseArn { get; }

    // By its whole name: whoever may create a role could give it one that begins alike.
    private string DeploymentRole()
    {
        var stack = Stack.Of(this);
        return $"role/cdk-{stack.Synthesizer.BootstrapQualifier}-cfn-exec-role-{stack.Account}-{stack.Region}";
    }

    private string Prepare(string id, GuardOptions options, string what, string document, string description, bool isForUsers = true)
    {
        var stack = Stack.Of(this);
        var name = GuardSetting.PreparedDeny(options.StackName, what, stack.Region);
        var policy = new CfnManagedPolicy(this, id, new CfnManagedPolicyProps
        {
            ManagedPolicyName = name,
            Path = GuardSetting.PolicyPath,
            Description = description,
            PolicyDocument = Json(document),
        });
        // For users that hold as many policies as they may: to be put into it can only deny.
        if (isForUsers)
        {
            new CfnGroup(this, id + "Group", new CfnGroupProps
            {
                GroupName = name,
                Path = GuardSetting.PolicyPath,
                ManagedPolicyArns = [policy.Ref],
            });
        }

        return $"arn:{stack.Partition}:iam::{stack.Account}:policy{GuardSetting.PolicyPath}{name}";
    }

    /// <summary>A document as the CDK takes it.</summary>
    public static Dictionary<string, object> Json(string document) =>
        JsonSerializer.Deserialize<Dictionary<string,
            object>>(document)!.ToDictionary(member => member.Key, member => Plain((JsonElement)member.Value));

    private static object Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        _ => json.GetString()!,
    };
}
