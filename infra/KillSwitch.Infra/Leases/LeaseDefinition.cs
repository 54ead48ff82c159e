using KillSwitch.Core.Leases;

namespace KillSwitch.Infra.Leases;

/// <summary>
/// What happens every minute: the lease is read, and where it does not hold, or cannot be read, each leased principal is denied in a
/// branch of its own. There is nothing of the guard's program in it, and it detaches nothing.
/// </summary>
internal static class LeaseDefinition
{
    private const string HoldsUntil = $"$.lease.Item.{LeaseItem.HoldsUntil}.S";
    private const string Told = $"$.lease.Item.{LeaseItem.Told}.S";
    private const string Denied = "denied";

    // The next minute tries again, too.
    private static readonly object[] Retry =
        [State(("ErrorEquals", Every), ("IntervalSeconds", 1), ("MaxAttempts", 2), ("BackoffRate", 2))];

    private static string[] Every => ["States.ALL"];

    /// <param name="lease">Who is leased.</param>
    /// <param name="table">The name of the guard's table.</param>
    /// <param name="policyArn">The lease's own deny.</param>
    /// <param name="topicArn">Where people are told.</param>
    /// <param name="address">The options that reach this guard by the command line, after a space.</param>
    /// <param name="partition">Of AWS.</param>
    public static Dictionary<string, object> Of(
        LeaseOptions lease, string table, string policyArn, string topicArn, string address, string partition)
    {
        var integrations = $"arn:{partition}:states:::";
        var key = State(("pk", State(("S", LeaseItem.Key))), ("sk", State(("S", LeaseItem.Key))));
        return State(("StartAt", "Now"), ("States", State(
            ("Now", State(("Type", "Pass"), ("Parameters", State(("now.$", "$$.State.EnteredTime"))), ("Next", "ReadLease"))),
            ("ReadLease", Task(
                $"{integrations}aws-sdk:dynamodb:getItem", State(("TableName", table), ("Key", key), ("ConsistentRead", true)),
                "DoesItHold",
                ("ResultPath", "$.lease"), Catch("Deny"))),
            ("DoesItHold", Choice("Deny", Rule("ItHolds", ("And", new[]
            {
                Test(HoldsUntil, "IsPresent", true),
                Test(HoldsUntil, "IsTimestamp", true),
                // Both are UTC and written alike: the later text is the later time.
                Test(HoldsUntil, "StringGreaterThanPath", "$.now"),
            })))),
            ("ItHolds", State(("Type", "Succeed"))),
            ("Deny", State(
                ("Type", "Parallel"),
                ("Branches", lease.Principals.Select((principal, i) => Branch(principal, i + 1, policyArn, integrations)).ToArray()),
                ("ResultPath", "$.outcome"), ("Next", "WasItTold"))),
            ("WasItTold", Choice(
                "Tell",
                // There is nowhere to write down that it was told: the alarm on failed executions tells, once.
                Rule("NoLease", ("Variable", HoldsUntil), ("IsPresent", false)),
                Rule("AreAllDenied", ("And", new[] { Test(Told, "IsPresent", true), Test(Told, "StringEqualsPath", HoldsUntil) })))),
            ("Tell", Task(
                $"{integrations}sns:publish",
                State(("TopicArn", topicArn), ("Subject", $"LEASE LAPSED: {lease.Principals.Count} may not spend until the guard is well"),
                    ("Message.$", Message(lease, address))),
                "WriteDownThatItWasTold",
                ("ResultPath", "$.told"))),
            ("WriteDownThatItWasTold", Task(
                $"{integrations}aws-sdk:dynamodb:updateItem",
                State(
                    ("TableName", table), ("Key", key), ("UpdateExpression", $"SET {LeaseItem.Told} = :told"),
                    ("ConditionExpression", $"attribute_exists({LeaseItem.HoldsUntil})"),
                    ("ExpressionAttributeValues", State((":told", State(("S.$", HoldsUntil)))))),
                "AreAllDenied",
                ("ResultPath", "$.written"))),
            ("AreAllDenied", Choice(
                "NotDenied",
                Rule("AllDenied", ("And", lease.Principals.Select((_, i) => Test($"$.outcome[{i}]", "StringEquals", Denied)).ToArray())))),
            ("AllDenied", State(("Type", "Succeed"))),
            ("NotDenied", State(
                ("Type", "Fail"), ("Error", "NotDenied"),
                ("Cause", "the lease has lapsed, and not every leased principal could be denied"))),
            ("NoLease", State(("Type", "Fail"), ("Error", "NoLease"), ("Cause", "the lease cannot be read, so the leased were denied"))))));
    }

    private static Dictionary<string, object> Branch(LeasedPrincipal principal, int number, string policyArn, string integrations)
    {
        var (deny, denied, failed) = ($"Deny{number}", $"Denied{number}", $"NotDenied{number}");
        var kind = principal.IsRole ? "Role" : "User";
        return State(("StartAt", deny), ("States", State(
            (deny, Task(
                $"{integrations}aws-sdk:iam:attach{kind}Policy",
                State(($"{kind}Name", principal.ShortName), ("PolicyArn", policyArn)), denied,
                ("ResultPath", "$.attached"), Catch(failed))),
            (denied, State(("Type", "Pass"), ("Result", Denied), ("End", true))),
            (failed, State(("Type", "Pass"), ("Parameters", State(("is.$", "States.Format('NOT denied: {}', $.error.Cause)"))),
                ("OutputPath", "$.is"), ("End", true))))));
    }

    private static string Message(LeaseOptions lease, string address)
    {
        var whom = string.Join("; ", lease.Principals.Select(principal => principal.Name + ": {}"));
        var text = "The guard has not renewed its lease, which held until {}: it may be dead, blind, or unable to stop anyone. "
            + $"So these may not spend on Amazon Bedrock until it is well: {whom}. "
            + $"What to do: killswitch status{address} says what is wrong; read the log and the alarms of the watch. "
            + "Once the guard is well it takes this deny off by itself, within two minutes, and says so. Until then a deny that someone "
                + "detaches is attached again every minute.";
        return $"States.Format('{text}', {HoldsUntil}, {string.Join(", ", lease.Principals.Select((_, i) => $"$.outcome[{i}]"))})";
    }

    private static Dictionary<string, object> Task(
        string integration, Dictionary<string, object> parameters, string next, params (string Name, object Value)[] more) =>
        State([("Type", "Task"), ("Resource", integration), ("Parameters", parameters), ("Retry", Retry), ("Next", next), .. more]);

    private static (string Name, object Value) Catch(string next) =>
        ("Catch", new[] { State(("ErrorEquals", Every), ("ResultPath", "$.error"), ("Next", next)) });

    private static Dictionary<string, object> Choice(string otherwise, params Dictionary<string, object>[] rules) =>
        State(("Type", "Choice"), ("Choices", rules), ("Default", otherwise));

    private static Dictionary<string, object> Rule(string next, params (string Name, object Value)[] test) =>
        State([.. test, ("Next", next)]);

    private static Dictionary<string, object> Test(string variable, string comparison, object value) =>
        State(("Variable", variable), (comparison, value));

    private static Dictionary<string, object> State(params (string Name, object Value)[] members) =>
        members.ToDictionary(member => member.Name, member => member.Value);
}
