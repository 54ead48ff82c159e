using System.Collections.Immutable;
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
    private readonly GuardOptions _options;
    private readonly GuardResources _guard;

    public DenyPolicies(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        _options = options;
        var home = Stack.Of(this).Region;
        _guard = new GuardResources(options.StackName, options.LogGroup)
        {
            Heard = [home, .. options.Regions.Where(region => region != home)],
        };
        Operators = options.Operators is { } operators
            ? [.. operators.Names, .. options.IsBootstrapped ? (string[])[DeploymentRole(home)] : []]
            : [];
        SparedSensors = Operators.Length == 0 || !options.IsBootstrapped ? [] : SpareSensors();
        Operators = [.. Operators, .. SparedSensors.Select(DeploymentRole)];
        Arns = PreparedDeny.All.Where(deny => !deny.NeedsOperators || Operators.Length > 0).ToImmutableDictionary(deny => deny, Prepare);
        if (options.Lease is not null)
            LeaseArn = Prepare(PreparedDeny.Lease);
    }

    /// <summary>Put together from their names, so that roles and settings can say them without waiting for the policies.</summary>
    public ImmutableDictionary<PreparedDeny, string> Arns { get; }

    /// <summary>
    /// Whom the stops of everyone let work on the guard, CloudFormation's role among them; empty where that is not known.
    /// </summary>
    public string[] Operators { get; }

    /// <summary>The regions in which CloudFormation's role is among them beside home's own.</summary>
    public string[] SparedSensors { get; }

    /// <summary>The deny of a lapsed lease; null where nobody is leased.</summary>
    public string? LeaseArn { get; }

    // By its whole name: whoever may create a role could give it one that begins alike.
    private string DeploymentRole(string region)
    {
        var stack = Stack.Of(this);
        return $"role/cdk-{stack.Synthesizer.BootstrapQualifier}-cfn-exec-role-{stack.Account}-{region}";
    }

    // A sensor is deployed and removed by the role of its own region: as many of them as a policy holds.
    private string[] SpareSensors()
    {
        var spared = _options.Regions.Count;
        while (spared > 0 && !SpendingDeny.Holds(_guard, [.. Operators, .. _options.Regions.Take(spared).Select(DeploymentRole)]))
            spared--;
        if (spared < _options.Regions.Count)
        {
            Annotations.Of(this).AddWarning(
                $"While everyone is stopped, nothing can be deployed or removed in {string.Join(", ", _options.Regions.Skip(spared))}: no "
                + "more of CloudFormation's roles fit into the policy; killswitch restore comes first then");
        }

        return [.. _options.Regions.Take(spared)];
    }

    private string Prepare(PreparedDeny deny)
    {
        var stack = Stack.Of(this);
        var id = char.ToUpperInvariant(deny.Name[0]) + deny.Name[1..];
        var name = deny.PolicyName(_options.StackName, stack.Region);
        var document = deny.Document(_guard, Operators.Length == 0 ? null : Operators);
        var policy = new CfnManagedPolicy(this, id, new CfnManagedPolicyProps
        {
            ManagedPolicyName = name,
            Path = GuardSetting.PolicyPath,
            Description = deny.Description,
            PolicyDocument = Json(document),
        });
        // For users that hold as many policies as they may: to be put into it can only deny.
        if (deny.IsForUsers)
        {
            new CfnGroup(this, id + "Group", new CfnGroupProps
            {
                GroupName = name,
                Path = GuardSetting.PolicyPath,
                ManagedPolicyArns = [policy.Ref],
            });
        }

        return deny.Arn(_options.StackName, stack.Partition, stack.Account, stack.Region);
    }

    /// <summary>A document as the CDK takes it.</summary>
    public static Dictionary<string, object> Json(string document) =>
        JsonSerializer.Deserialize<Dictionary<string, object>>(
            document)!.ToDictionary(member => member.Key, member => Plain((JsonElement)member.Value));

    private static object Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        _ => json.GetString()!,
    };
}
