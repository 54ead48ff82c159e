using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tampering;

/// <summary>What someone did to the guard's work, and what can be done about it.</summary>
/// <param name="What">One sentence, without a full stop.</param>
public abstract record Tampering(string What)
{
    /// <summary>A prepared deny was taken off somebody: put back while a stop needs it.</summary>
    public sealed record DenyDetached(string Principal, string Policy, string What) : Tampering(What);

    /// <summary>The tags that say what of somebody is stopped were changed: put back while a stop needs them.</summary>
    public sealed record TagsChanged(string Principal, string What) : Tampering(What);

    /// <summary>Bedrock's invocation logging was changed or turned off, or the subscription of its log group: set up again, never over someone else's setting.</summary>
    public sealed record LoggingChanged(string What) : Tampering(What);

    /// <summary>A rule that tells the guard of tampering was disabled: enabled again.</summary>
    public sealed record RuleDisabled(string Rule, string What) : Tampering(What);

    /// <summary>The deny of a lapsed lease was taken off somebody: the state machine of the lease attaches it again while the lease is lapsed, and the guard does not.</summary>
    public sealed record LeaseDetached(string What) : Tampering(What);

    /// <summary>The guard may not create or edit what was changed: it is told, and a deployment mends it.</summary>
    public sealed record OnlyTold(string What) : Tampering(What);

    /// <summary>Null for a call that touched nothing of the guard's, changed nothing, or was made by a deployment.</summary>
    public static Tampering? Of(TrailEvent call, Guarded ours)
    {
        if (call.ErrorCode is not null)
            return null;
        var found = Find(call, ours);
        // What a deployment changes, it means to change; a deny is no part of the stack.
        return found is not (DenyDetached or TagsChanged or LeaseDetached) && IsDeployment(call) ? null : found;
    }

    private static Tampering? Find(TrailEvent call, Guarded ours)
    {
        return (call.Source, call.Name) switch
        {
            ("iam.amazonaws.com", "DetachRolePolicy") when IsPrepared() => new DenyDetached("role/" + Text("roleName"), Text("policyArn"), $"took the deny off role/{Text("roleName")}"),
            ("iam.amazonaws.com", "DetachUserPolicy") when IsPrepared() => new DenyDetached("user/" + Text("userName"), Text("policyArn"), $"took the deny off user/{Text("userName")}"),
            ("iam.amazonaws.com", "DetachRolePolicy" or "DetachUserPolicy") when IsOfLease() => new LeaseDetached($"took the deny of the lapsed lease off {(call.Name == "DetachRolePolicy" ? "role/" + Text("roleName") : "user/" + Text("userName"))}"),
            ("iam.amazonaws.com", "DeletePolicy" or "CreatePolicyVersion" or "SetDefaultPolicyVersion" or "DeletePolicyVersion") when IsOfLease() => new OnlyTold($"changed the prepared deny {Text("policyArn")} ({call.Name})"),
            ("states.amazonaws.com", "UpdateStateMachine" or "DeleteStateMachine") when IsOwn("stateMachineArn") => new OnlyTold($"changed the state machine of the lease ({call.Name})"),
            ("iam.amazonaws.com", "TagRole" or "UntagRole") when IsStopTag() => new TagsChanged("role/" + Text("roleName"), $"changed the tags that say what of role/{Text("roleName")} is stopped"),
            ("iam.amazonaws.com", "TagUser" or "UntagUser") when IsStopTag() => new TagsChanged("user/" + Text("userName"), $"changed the tags that say what of user/{Text("userName")} is stopped"),
            ("iam.amazonaws.com", "RemoveUserFromGroup") when PolicyOfGroup() is { } policy => new DenyDetached("user/" + Text("userName"), policy, $"took user/{Text("userName")} out of the group that denies"),
            ("iam.amazonaws.com", "DetachGroupPolicy") when IsPrepared() => new OnlyTold($"took the deny off the group {Text("groupName")}"),
            ("iam.amazonaws.com", "DeleteGroup") when PolicyOfGroup() is not null => new OnlyTold($"deleted the group {Text("groupName")}"),
            ("iam.amazonaws.com", "DeletePolicy" or "CreatePolicyVersion" or "SetDefaultPolicyVersion" or "DeletePolicyVersion") when IsPrepared() => new OnlyTold($"changed the prepared deny {Text("policyArn")} ({call.Name})"),
            ("bedrock.amazonaws.com", "PutModelInvocationLoggingConfiguration") => new LoggingChanged("changed Bedrock's invocation logging"),
            ("bedrock.amazonaws.com", "DeleteModelInvocationLoggingConfiguration") => new LoggingChanged("turned Bedrock's invocation logging off"),
            ("logs.amazonaws.com", "DeleteSubscriptionFilter" or "PutSubscriptionFilter") when Text("filterName") == ours.Filter => new LoggingChanged($"changed the subscription of {Text("logGroupName")}"),
            ("logs.amazonaws.com", "DeleteLogGroup") when Text("logGroupName") == ours.LogGroup => new OnlyTold($"deleted the log group {ours.LogGroup}, which invocation logs go to"),
            ("sns.amazonaws.com", "DeleteTopic" or "SetTopicAttributes") when ours.Topics.Contains(Text("topicArn")) || IsOwn("topicArn") => new OnlyTold($"changed the topic {Text("topicArn")} ({call.Name})"),
            ("sns.amazonaws.com", "Unsubscribe") when ours.Topics.Any(topic => Text("subscriptionArn").StartsWith(topic + ":", StringComparison.Ordinal)) => new OnlyTold("ended a subscription of the guard's topic"),
            ("events.amazonaws.com", "DisableRule") when IsOwn("name") => new RuleDisabled(Text("name"), $"disabled the rule {Text("name")}"),
            ("events.amazonaws.com", "PutRule") when IsOwn("name") && Text("state") == "DISABLED" => new RuleDisabled(Text("name"), $"disabled the rule {Text("name")}"),
            ("events.amazonaws.com", "PutRule") when IsOwn("name") => new OnlyTold($"changed the rule {Text("name")}"),
            ("events.amazonaws.com", "PutTargets") when IsOwn("rule") => new OnlyTold($"changed the target of the rule {Text("rule")}"),
            ("events.amazonaws.com", "DeleteRule") when IsOwn("name") => new OnlyTold($"deleted the rule {Text("name")}"),
            ("events.amazonaws.com", "RemoveTargets") when IsOwn("rule") => new OnlyTold($"removed the target of the rule {Text("rule")}"),
            ("scheduler.amazonaws.com", "DeleteSchedule" or "UpdateSchedule") when IsOwn("name") => new OnlyTold($"changed the schedule {Text("name")} ({call.Name})"),
            ("lambda.amazonaws.com", "DeleteFunction" or "UpdateFunctionCode" or "UpdateFunctionConfiguration" or "PutFunctionConcurrency" or "RemovePermission") when IsOwn("functionName") => new OnlyTold($"changed the function {Text("functionName")} ({call.Name})"),
            ("dynamodb.amazonaws.com", "DeleteTable") when Text("tableName").EndsWith(ours.Table, StringComparison.Ordinal) => new OnlyTold($"deleted the table {ours.Table}"),
            ("monitoring.amazonaws.com", "PutMetricAlarm") when IsOwn("alarmName") => new OnlyTold($"changed the alarm {Text("alarmName")}"),
            ("monitoring.amazonaws.com", "DeleteAlarms" or "DisableAlarmActions") when Text("alarmNames").Split(',').Any(IsOurs) => new OnlyTold($"changed alarms of the guard ({call.Name})"),
            _ => null,
        };

        string Text(string parameter) => call.Parameter(parameter) ?? "";

        bool IsStopTag() => (Text("tags") + Text("tagKeys")).Contains(StopTag.KeyPrefix, StringComparison.OrdinalIgnoreCase);

        bool IsPrepared() => ours.Policies.Contains(Text("policyArn"));

        // A prepared group has the name of the policy that it holds.
        string? PolicyOfGroup() => ours.Policies.FirstOrDefault(policy => policy.EndsWith("/" + Text("groupName"), StringComparison.Ordinal));

        bool IsOfLease() => ours.LeasePolicy is { } policy && Text("policyArn") == policy;

        bool IsOwn(string parameter) => IsOurs(Text(parameter));

        // A name, or an ARN that ends in one.
        bool IsOurs(string name) => name[(name.LastIndexOfAny([':', '/']) + 1)..].StartsWith(ours.Stack + "-", StringComparison.Ordinal);
    }

    private static bool IsDeployment(TrailEvent call) =>
        call.InvokedBy == "cloudformation.amazonaws.com" || call.SourceIp == "cloudformation.amazonaws.com";
}
