using Amazon.CDK.AWS.Events;
using Constructs;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>
/// Who touches what the guard runs as (its functions, roles and rules, or a trail) is told by EventBridge itself, whatever became of the
/// function that would tell of it. By name alone and never of a deployment: on an ordinary day nothing is said. These rules and those
/// that the function listens by hear of each other.
/// </summary>
internal sealed class TamperWitness : Construct
{
    private static readonly string[] Deployments = ["cloudformation.amazonaws.com"];

    private static readonly string[] FromCloudTrail = ["AWS API Call via CloudTrail"];

    private readonly string _topic;
    private readonly Redeployment _deploy;

    public TamperWitness(Construct scope, string id, NotificationTopic notifications, Redeployment deploy)
        : base(scope, id)
    {
        var stack = Amazon.CDK.Stack.Of(this).StackName;
        (_topic, _deploy) = (notifications.Topic.TopicArn, deploy);
        object[] rules = [new Dictionary<string, object> { ["prefix"] = GuardSetting.TamperRulesPrefix(stack) }];
        Rule("Functions", "lambda", OwnCalls.OfFunctions, "functionName", OwnCalls.Named(stack));
        Rule("Roles", "iam", OwnCalls.OfRoles, "roleName", OwnCalls.Named(stack));
        Rule("Rules", "events", ["DisableRule", "DeleteRule", "PutRule"], "name", rules);
        Rule("Targets", "events", ["PutTargets", "RemoveTargets"], "rule", rules);
        Rule("Trails", "cloudtrail", ["StopLogging", "DeleteTrail"], "name", null);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    private void Rule(string id, string service, object[] calls, string parameter, object[]? names)
    {
        var detail = new Dictionary<string, object>
        {
            ["eventSource"] = new[] { service + ".amazonaws.com" },
            ["eventName"] = calls,
            // A call that AWS refused changed nothing.
            ["errorCode"] = new object[] { new Dictionary<string, object> { ["exists"] = false } },
            // What a deployment changes, it means to change.
            ["$or"] = new object[] { InvokedBy("exists", false), InvokedBy("anything-but", Deployments) },
        };
        if (names is not null)
            detail["requestParameters"] = new Dictionary<string, object> { [parameter] = names };
        Count++;
        _ = new CfnRule(this, id, new CfnRuleProps
        {
            Description = $"Tells people at once who touches the kill switch itself, by calls to {service}",
            EventPattern = new Dictionary<string, object>
            {
                ["source"] = new[] { "aws." + service },
                ["detail-type"] = FromCloudTrail,
                ["detail"] = detail,
            },
            Targets = new[]
            {
                new CfnRule.TargetProperty
                {
                    Id = "People",
                    Arn = _topic,
                    InputTransformer = new CfnRule.InputTransformerProperty
                    {
                        InputPathsMap = new Dictionary<string, string>
                        {
                            ["who"] = "$.detail.userIdentity.arn",
                            ["call"] = "$.detail.eventName",
                            ["what"] = "$.detail.requestParameters." + parameter,
                            ["when"] = "$.detail.eventTime",
                            ["from"] = "$.detail.sourceIPAddress",
                            ["account"] = "$.account",
                            ["region"] = "$.region",
                        },
                        InputTemplate = "\"GUARD TOUCHED: <who> called <call> on <what> at <when> from <from> (account <account>, "
                            + $"<region>). It is part of the kill switch {Amazon.CDK.Stack.Of(this).StackName}, or the trail by which it "
                            + $"hears. Unless you know why: run killswitch doctor{GuardSetting.StackOption(_deploy.Stack)} --region "
                            + $"{_deploy.Region}; to put the guard in order, {_deploy.AsciiCommand}.\"",
                    },
                },
            },
        });
    }

    private static Dictionary<string, object> InvokedBy(string how, object what) =>
        new()
        {
            ["userIdentity"] = new Dictionary<string,
            object>
            { ["invokedBy"] = new object[] { new Dictionary<string, object> { [how] = what } } },
        };
}
