using System.Collections.Immutable;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra.Templates;

/// <summary>A home and a region that stand for any, where the template of a sensor is made.</summary>
internal static class SensorSample
{
    public const string Region = "zz-sensor-1";
    public const string HomeRegion = "zz-home-1";
    public const string Table = "zzhometable";
    public const string Topic = "arn:zzhometopic";
    public const string ChatTopic = "arn:zzhomechat";
    public const string AccountScp = "p-zzhomeall0";
    public const string PrincipalScp = "p-zzhomelist";
    public const string ScpLogGroup = "/zzhome/zzlogs";

    private const string Account = "999988887777";
    private const string Partition = "zzpartition";

    /// <summary>What CloudFormation knows of a stack by itself.</summary>
    public static IReadOnlyList<TemplateHole> Holes { get; } =
    [
        TemplateHole.Of(Region, () => Intrinsic.Ref("AWS::Region")),
        TemplateHole.Of(Account, () => Intrinsic.Ref("AWS::AccountId")),
        TemplateHole.Of(Partition, () => Intrinsic.Ref("AWS::Partition")),
    ];

    public static Deployment Home(string stack, GuardOptions options, Shapes shapes)
    {
        var operators = Named("operators");
        return new Deployment(stack, HomeRegion, Table, Topic)
        {
            Denies = PreparedDeny.All.Where(deny => !deny.NeedsOperators || operators.Count > 0)
                .ToImmutableDictionary(deny => deny, deny => deny.Arn(stack, Partition, Account, HomeRegion)),
            Operators = operators,
            ChatTopic = ChatTopic,
            AccountScp = Told("homeAccountScp"),
            PrincipalScp = Told("homePrincipalScp"),
            ScpLogGroup = Told("homeScpLogGroup"),
            OtherRegions = options.OtherRegions,
            Gateways = options.Gateways,
            OwnerTopics = options.OwnerTopics,
            MantleCallers = options.MantleCallers,
            Chat = options.Chat,
        };

        string? Told(string name) => TemplateOptions.OfSensor.Single(option => option.Name == name).Context(shapes);

        IReadOnlyList<string> Named(string name) => Told(name)?.Split(',') ?? [];
    }
}
