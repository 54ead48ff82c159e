using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>
/// Calls that may undo what is the guard's, as CloudTrail tells EventBridge of them. The patterns are as narrow as EventBridge allows;
/// what is the guard's own is decided by the function.
/// </summary>
internal sealed class TamperRules : Construct
{
    public TamperRules(
        Construct scope, string id, Function setup, NotificationTopic notifications, Redeployment deploy, TamperScope what)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        Rule("Logging", setup, "bedrock", ["PutModelInvocationLoggingConfiguration", "DeleteModelInvocationLoggingConfiguration"]);
        Rule("Subscription", setup, "logs",
            ["DeleteSubscriptionFilter", "PutSubscriptionFilter", "DeleteLogGroup", "DeleteLogStream", "PutRetentionPolicy",
            "PutDataProtectionPolicy", "PutTransformer", "AssociateKmsKey", "PutAccountPolicy", "DeleteAccountPolicy"]);
        Rule("Topics", setup, "sns", ["DeleteTopic", "SetTopicAttributes", "Unsubscribe"]);
        Rule("Rules", setup, "events", ["DisableRule", "DeleteRule", "PutRule", "PutTargets", "RemoveTargets"]);
        Rule("Functions", setup, "lambda", OwnCalls.OfFunctions);
        Rule("Trails", setup, "cloudtrail", OwnCalls.OfTrails);
        Rule("Alarms", setup, "monitoring", ["DeleteAlarms", "DisableAlarmActions", "PutMetricAlarm"]);
        if (what != TamperScope.Sensor)
            HearOfHome(stack, setup);
        Witness = new TamperWitness(this, "Witness", notifications, deploy);
        if (what == TamperScope.HomeWithLease)
            Rule("StateMachines", setup, "states", ["UpdateStateMachine", "DeleteStateMachine"]);
    }

    /// <summary>What tells people whatever becomes of the function.</summary>
    public TamperWitness Witness { get; }

    /// <summary>How many there are beside those.</summary>
    public int Count { get; private set; }

    private void HearOfHome(Stack stack, Function setup)
    {
        Rule("Denies", setup, "iam",
            ["DetachRolePolicy", "DetachUserPolicy", "DetachGroupPolicy", "DeletePolicy", "CreatePolicyVersion", "SetDefaultPolicyVersion",
            "DeletePolicyVersion"], new Dictionary<string, object>
            {
                ["policyArn"] = new object[] { new Dictionary<string, object>
            {
                ["prefix"] = $"arn:{stack.Partition}:iam::{stack.Account}:policy{GuardSetting.PolicyPath}",
            } },
            });
        Rule("Tags", setup, "iam", ["TagRole", "UntagRole", "TagUser", "UntagUser"]);
        Rule("Groups", setup, "iam", ["RemoveUserFromGroup", "DeleteGroup"]);
        Rule("Schedules", setup, "scheduler", ["DeleteSchedule", "UpdateSchedule"]);
        Rule("Table", setup, "dynamodb",
            ["DeleteTable", "UpdateTable", "UpdateTimeToLive", "UpdateContinuousBackups", "PutResourcePolicy", "DeleteResourcePolicy"]);
        Rule("Roles", setup, "iam", OwnCalls.OfRoles, new Dictionary<string, object> { ["roleName"] = OwnCalls.Named(stack.StackName) });
    }

    private void Rule(string id, Function target, string service, object[] calls, Dictionary<string, object>? parameters = null)
    {
        var detail = new Dictionary<string, object>
        {
            ["eventSource"] = new[] { service + ".amazonaws.com" },
            ["eventName"] = calls,
            // A call that AWS refused changed nothing.
            ["errorCode"] = new object[] { new Dictionary<string, object> { ["exists"] = false } },
        };
        if (parameters is not null)
            detail["requestParameters"] = parameters;
        var rule = new Rule(this, id, new RuleProps
        {
            Description = $"Tells the kill switch of calls to {service} that may undo its work",
            EventPattern = new EventPattern
            {
                Source = ["aws." + service],
                DetailType = ["AWS API Call via CloudTrail"],
                Detail = detail,
            },
        });
        Count++;
        rule.AddTarget(new LambdaFunction(target, new LambdaFunctionProps { RetryAttempts = 3 }));
    }
}
