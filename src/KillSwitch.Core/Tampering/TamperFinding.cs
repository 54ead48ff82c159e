using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tampering;

/// <summary>What someone did to the guard's work, and what can be done about it.</summary>
/// <param name="What">One sentence, without a full stop.</param>
public abstract record TamperFinding(string What)
{
    /// <summary>A prepared deny was taken off somebody: put back while a stop needs it.</summary>
    public sealed record DenyDetached(string Principal, string Policy, string What) : TamperFinding(What);

    /// <summary>The tags that say what of somebody is stopped were changed: put back while a stop needs them.</summary>
    public sealed record TagsChanged(string Principal, string What) : TamperFinding(What);

    /// <summary>
    /// Bedrock's invocation logging was changed or turned off, or the subscription of its log group: set up again, never over someone
    /// else's setting.
    /// </summary>
    public sealed record LoggingChanged(string What) : TamperFinding(What);

    /// <summary>A rule that tells the guard of tampering was disabled: enabled again.</summary>
    public sealed record RuleDisabled(string Rule, string What) : TamperFinding(What);

    /// <summary>
    /// The deny of a lapsed lease was taken off somebody: the state machine of the lease attaches it again while the lease is lapsed, and
    /// the guard does not.
    /// </summary>
    public sealed record LeaseDetached(string What) : TamperFinding(What);

    /// <summary>The guard may not create or edit what was changed: it is told, and a deployment mends it.</summary>
    public sealed record OnlyTold(string What) : TamperFinding(What);

    /// <summary>Null for a call that touched nothing of the guard's, changed nothing, or was made by a deployment.</summary>
    public static TamperFinding? Of(TrailEvent call, GuardAssets ours)
    {
        if (call.ErrorCode is not null)
            return null;
        var found = Find(call, ours);
        // What a deployment changes, it means to change; a deny is no part of the stack.
        return found is not (DenyDetached or TagsChanged or LeaseDetached) && IsDeployment(call) ? null : found;
    }

    // What keeps records from the meter or changes them on their way, by the call that does.
    private static readonly Dictionary<string, string> Spoils = new(StringComparer.Ordinal)
    {
        ["DeleteLogStream"] = "deleted a stream of",
        ["PutRetentionPolicy"] = "changed how long records stay in",
        ["PutDataProtectionPolicy"] = "masked what is in",
        ["PutTransformer"] = "put a transformer on",
        ["AssociateKmsKey"] = "encrypted with a key of their own",
    };

    private static TamperFinding? Find(TrailEvent call, GuardAssets ours)
    {
        return (call.Source, call.Name) switch
        {
            ("iam.amazonaws.com", "DetachRolePolicy") when IsPrepared() =>
                new DenyDetached("role/" + Text("roleName"), Text("policyArn"), $"took the deny off role/{Text("roleName")}"),
            ("iam.amazonaws.com", "DetachUserPolicy") when IsPrepared() =>
                new DenyDetached("user/" + Text("userName"), Text("policyArn"), $"took the deny off user/{Text("userName")}"),
            ("iam.amazonaws.com", "DetachRolePolicy" or "DetachUserPolicy") when IsOfLease() =>
                new LeaseDetached(
                    "took the deny of the lapsed lease off "
                    + $"{(call.Name == "DetachRolePolicy" ? "role/" + Text("roleName") : "user/" + Text("userName"))}"),
            ("iam.amazonaws.com", "DeletePolicy" or "CreatePolicyVersion" or "SetDefaultPolicyVersion"
                or "DeletePolicyVersion") when IsOfLease() => new OnlyTold($"changed the prepared deny {Text("policyArn")} ({call.Name})"),
            ("states.amazonaws.com", "UpdateStateMachine" or "DeleteStateMachine") when IsOwn("stateMachineArn") =>
                new OnlyTold($"changed the state machine of the lease ({call.Name})"),
            ("iam.amazonaws.com", "TagRole" or "UntagRole") when IsStopTag() =>
                new TagsChanged("role/" + Text("roleName"), $"changed the tags that say what of role/{Text("roleName")} is stopped"),
            ("iam.amazonaws.com", "TagUser" or "UntagUser") when IsStopTag() =>
                new TagsChanged("user/" + Text("userName"), $"changed the tags that say what of user/{Text("userName")} is stopped"),
            ("iam.amazonaws.com", "RemoveUserFromGroup") when PolicyOfGroup() is { } policy =>
                new DenyDetached("user/" + Text("userName"), policy, $"took user/{Text("userName")} out of the group that denies"),
            ("iam.amazonaws.com", "DetachGroupPolicy") when IsPrepared() =>
                new OnlyTold($"took the deny off the group {Text("groupName")}"),
            ("iam.amazonaws.com", "DeleteGroup") when PolicyOfGroup() is not null => new OnlyTold($"deleted the group {Text("groupName")}"),
            ("iam.amazonaws.com", "DeletePolicy" or "CreatePolicyVersion" or "SetDefaultPolicyVersion"
                or "DeletePolicyVersion") when IsPrepared() => new OnlyTold($"changed the prepared deny {Text("policyArn")} ({call.Name})"),
            ("bedrock.amazonaws.com", "PutModelInvocationLoggingConfiguration") =>
                new LoggingChanged("changed Bedrock's invocation logging"),
            ("bedrock.amazonaws.com", "DeleteModelInvocationLoggingConfiguration") =>
                new LoggingChanged("turned Bedrock's invocation logging off"),
            ("logs.amazonaws.com", "DeleteSubscriptionFilter" or "PutSubscriptionFilter") when Text("filterName") == ours.Filter =>
                new LoggingChanged($"changed the subscription of {Text("logGroupName")}"),
            ("logs.amazonaws.com", "PutSubscriptionFilter") when IsOwn("destinationArn") =>
                new OnlyTold($"subscribed the guard's function {Text("destinationArn")} to {Text("logGroupName")} by a filter of their "
                    + $"own, {Text("filterName")}: what comes by it counts nowhere"),
            ("logs.amazonaws.com", "PutSubscriptionFilter") when IsLogGroup() =>
                new OnlyTold($"put the subscription {Text("filterName")} on {ours.LogGroup}, which invocation logs go to: "
                    + $"{Text("destinationArn")} reads them now"),
            ("logs.amazonaws.com", "PutAccountPolicy" or "DeleteAccountPolicy") when Text("policyType") is "DATA_PROTECTION_POLICY"
                or "SUBSCRIPTION_FILTER_POLICY" or "TRANSFORMER_POLICY" =>
                new OnlyTold($"changed what holds for every log group of the account ({Text("policyType")} {Text("policyName")}, "
                    + $"{call.Name}): records may be masked, changed or sent elsewhere"),
            ("logs.amazonaws.com", "DeleteLogGroup") when IsLogGroup() =>
                new OnlyTold($"deleted the log group {ours.LogGroup}, which invocation logs go to"),
            ("logs.amazonaws.com", _) when IsLogGroup() && Spoils.GetValueOrDefault(call.Name) is { } spoils =>
                new OnlyTold($"{spoils} {ours.LogGroup}, which invocation logs go to ({call.Name})"),
            ("sns.amazonaws.com", "DeleteTopic" or "SetTopicAttributes") when ours.Topics.Contains(Text("topicArn")) || IsOwn("topicArn") =>
                new OnlyTold($"changed the topic {Text("topicArn")} ({call.Name})"),
            ("sns.amazonaws.com", "Unsubscribe") when IsOurs(Topic(Text("subscriptionArn"))) =>
                new OnlyTold($"ended a subscription of the guard's topic {Topic(Text("subscriptionArn"))}"),
            ("events.amazonaws.com", "DisableRule") when IsOwn("name") =>
                new RuleDisabled(Text("name"), $"disabled the rule {Text("name")}"),
            ("events.amazonaws.com", "PutRule") when IsOwn("name") && Text("state") == "DISABLED" =>
                new RuleDisabled(Text("name"), $"disabled the rule {Text("name")}"),
            ("events.amazonaws.com", "PutRule") when IsOwn("name") => new OnlyTold($"changed the rule {Text("name")}"),
            ("events.amazonaws.com", "PutTargets") when IsOwn("rule") => new OnlyTold($"changed the target of the rule {Text("rule")}"),
            ("events.amazonaws.com", "DeleteRule") when IsOwn("name") => new OnlyTold($"deleted the rule {Text("name")}"),
            ("events.amazonaws.com", "RemoveTargets") when IsOwn("rule") => new OnlyTold($"removed the target of the rule {Text("rule")}"),
            ("scheduler.amazonaws.com", "DeleteSchedule" or "UpdateSchedule") when IsOwn("name") =>
                new OnlyTold($"changed the schedule {Text("name")} ({call.Name})"),
            ("lambda.amazonaws.com", _) when IsOwn("functionName") && IsChange() =>
                new OnlyTold($"changed the function {Text("functionName")} ({call.Name})"),
            ("dynamodb.amazonaws.com", "DeleteTable") when IsTable("tableName") => new OnlyTold($"deleted the table {ours.Table}"),
            ("dynamodb.amazonaws.com", "UpdateTable" or "UpdateTimeToLive" or "UpdateContinuousBackups") when IsTable("tableName") =>
                new OnlyTold($"changed the table {ours.Table} ({call.Name})"),
            ("dynamodb.amazonaws.com", "PutResourcePolicy" or "DeleteResourcePolicy") when IsTable("resourceArn") =>
                new OnlyTold($"changed who may write the table {ours.Table} ({call.Name})"),
            ("iam.amazonaws.com", "PutRolePolicy" or "DeleteRolePolicy" or "AttachRolePolicy" or "DetachRolePolicy"
                or "UpdateAssumeRolePolicy" or "DeleteRole" or "UpdateRole" or "PutRolePermissionsBoundary"
                or "DeleteRolePermissionsBoundary") when IsOwn("roleName") =>
                new OnlyTold($"changed what the guard's role {Text("roleName")} may ({call.Name})"),
            ("cloudtrail.amazonaws.com", "StopLogging") =>
                new OnlyTold($"stopped the trail {Text("name")}: where no other logs management events, nobody tells the guard of "
                    + "tampering any more"),
            ("cloudtrail.amazonaws.com", "DeleteTrail") =>
                new OnlyTold($"deleted the trail {Text("name")}: where no other logs management events, nobody tells the guard of "
                    + "tampering any more"),
            ("cloudtrail.amazonaws.com", "UpdateTrail" or "PutEventSelectors") =>
                new OnlyTold($"changed what the trail {Text("name") + Text("trailName")} logs ({call.Name})"),
            ("monitoring.amazonaws.com", "PutMetricAlarm") when IsOwn("alarmName") =>
                new OnlyTold($"changed the alarm {Text("alarmName")}"),
            ("monitoring.amazonaws.com", "DeleteAlarms" or "DisableAlarmActions") when Text("alarmNames").Split(',').Any(IsOurs) =>
                new OnlyTold($"changed alarms of the guard ({call.Name})"),
            _ => null,
        };

        string Text(string parameter) => call.Parameter(parameter) ?? "";

        bool IsStopTag() => (Text("tags") + Text("tagKeys")).Contains(StopTag.KeyPrefix, StringComparison.OrdinalIgnoreCase);

        bool IsPrepared() => ours.Policies.Contains(Text("policyArn"));

        // A prepared group has the name of the policy that it holds.
        string? PolicyOfGroup() =>
            ours.Policies.FirstOrDefault(policy => policy.EndsWith("/" + Text("groupName"), StringComparison.Ordinal));

        bool IsOfLease() => ours.LeasePolicy is { } policy && Text("policyArn") == policy;

        bool IsOwn(string parameter) => IsOurs(Text(parameter));

        bool IsChange() => ((string[])["Delete", "Update", "Put", "Add", "Remove", "Create"])
            .Any(verb => call.Name.StartsWith(verb, StringComparison.Ordinal));

        bool IsTable(string parameter) =>
            Text(parameter) is var name && (name == ours.Table || name.EndsWith("table/" + ours.Table, StringComparison.Ordinal));

        // By its name, or by its ARN, which may end in a star.
        bool IsLogGroup() =>
            ours.LogGroup.Length > 0 && ((string[])["logGroupName", "logGroupIdentifier", "resourceIdentifier", "resourceArn"])
            .Any(parameter => Text(parameter) is var name
                && (name == ours.LogGroup || name.TrimEnd('*', ':').EndsWith(":log-group:" + ours.LogGroup, StringComparison.Ordinal)));

        // Of a sensor, which has one of its own, as of home and of chat channels.
        static string Topic(string subscription) => subscription[..Math.Max(0, subscription.LastIndexOf(':'))];

        // A name, or an ARN that ends in one.
        bool IsOurs(string name) => name[(name.LastIndexOfAny([':', '/']) + 1)..].StartsWith(ours.Stack + "-", StringComparison.Ordinal);
    }

    private static bool IsDeployment(TrailEvent call) =>
        call.InvokedBy == "cloudformation.amazonaws.com" || call.SourceIp == "cloudformation.amazonaws.com";
}
