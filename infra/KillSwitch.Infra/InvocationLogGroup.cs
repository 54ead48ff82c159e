using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Constructs;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Infra;

/// <summary>
/// The log group that Bedrock's invocation logs go to, and the role that Bedrock writes with; or one that is there already.
/// </summary>
internal sealed class InvocationLogGroup : Construct
{
    public InvocationLogGroup(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        if (options.LogGroup is { } existing)
        {
            LogGroup = Amazon.CDK.AWS.Logs.LogGroup.FromLogGroupName(this, "Existing", existing);
            return;
        }

        var stack = Stack.Of(this);
        LogGroup = new LogGroup(this, "Group", new LogGroupProps
        {
            // No name of its own: one that outlives the stack must not stand in the way of the next.
            Retention = Days(options.LogRetentionDays),
            RemovalPolicy = options.RetainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
        });
        Writer = new Role(this, "Writer", new RoleProps
        {
            Description = "Bedrock writes its invocation logs with it",
            AssumedBy = new ServicePrincipal("bedrock.amazonaws.com").WithConditions(new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = stack.Account },
                ["ArnLike"] = new Dictionary<string, object>
                {
                    ["aws:SourceArn"] = $"arn:{stack.Partition}:bedrock:{stack.Region}:{stack.Account}:*",
                },
            }),
        });
        Writer.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resources =
                [
                    $"arn:{stack.Partition}:logs:{stack.Region}:{stack.Account}:log-group:{LogGroup.LogGroupName}"
                    + $":log-stream:{BedrockWriter.Stream}",
                ],
        }));
    }

    public ILogGroup LogGroup { get; }

    /// <summary>Null where the group is not the guard's own.</summary>
    public Role? Writer { get; }

    /// <summary>CloudWatch's own enumeration of the days that it keeps logs for.</summary>
    private static RetentionDays Days(int days) => days switch
    {
        1 => RetentionDays.ONE_DAY,
        3 => RetentionDays.THREE_DAYS,
        5 => RetentionDays.FIVE_DAYS,
        7 => RetentionDays.ONE_WEEK,
        14 => RetentionDays.TWO_WEEKS,
        30 => RetentionDays.ONE_MONTH,
        60 => RetentionDays.TWO_MONTHS,
        90 => RetentionDays.THREE_MONTHS,
        120 => RetentionDays.FOUR_MONTHS,
        150 => RetentionDays.FIVE_MONTHS,
        180 => RetentionDays.SIX_MONTHS,
        365 => RetentionDays.ONE_YEAR,
        400 => RetentionDays.THIRTEEN_MONTHS,
        545 => RetentionDays.EIGHTEEN_MONTHS,
        731 => RetentionDays.TWO_YEARS,
        1096 => RetentionDays.THREE_YEARS,
        1827 => RetentionDays.FIVE_YEARS,
        2192 => RetentionDays.SIX_YEARS,
        2557 => RetentionDays.SEVEN_YEARS,
        2922 => RetentionDays.EIGHT_YEARS,
        3288 => RetentionDays.NINE_YEARS,
        3653 => RetentionDays.TEN_YEARS,
        _ => throw new ArgumentOutOfRangeException(nameof(days), days, "CloudWatch Logs does not keep for so many days"),
    };
}
