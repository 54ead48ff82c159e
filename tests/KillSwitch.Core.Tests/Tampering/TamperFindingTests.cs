using System.Text;
using System.Text.Json;
using KillSwitch.Core.Tampering;

namespace KillSwitch.Core.Tests.Tampering;

public class TamperFindingTests
{
    private const string Deny = "arn:aws:iam::111122223333:policy/killswitch/KillSwitch-deny-spending-us-east-1";

    private const string LeaseDeny = "arn:aws:iam::111122223333:policy/killswitch/KillSwitch-deny-lease-us-east-1";

    private static readonly GuardAssets Ours =
        new("KillSwitch", [Deny], ["arn:aws:sns:us-east-1:111122223333:KillSwitch-Topic"], "KillSwitch-Ledger", "/bedrock",
        "killswitch-KillSwitch")
        { LeasePolicy = LeaseDeny };

    [Theory]
    [InlineData("iam", "DetachRolePolicy", $$"""{"roleName":"agent","policyArn":"{{Deny}}"}""", "took the deny off role/agent")]
    [InlineData("iam", "DetachUserPolicy", $$"""{"userName":"bot","policyArn":"{{Deny}}"}""", "took the deny off user/bot")]
    [InlineData("iam", "CreatePolicyVersion", $$"""{"policyArn":"{{Deny}}","setAsDefault":true}""", "changed the prepared deny")]
    [InlineData("iam", "UntagRole", """{"roleName":"agent","tagKeys":["team","killswitch-stopped-1"]}""", "changed the tags")]
    [InlineData("iam", "TagRole", """{"roleName":"agent","tags":[{"key":"killswitch-stopped","value":"x"}]}""", "changed the tags")]
    [InlineData("iam", "UntagUser", """{"userName":"bot","tagKeys":["killswitch-stopped-model-1"]}""", "what of user/bot is stopped")]
    [InlineData("iam", "TagUser", """{"userName":"bot","tags":[{"key":"killswitch-stopped-model-1","value":"x"}]}""",
        "what of user/bot is stopped")]
    [InlineData("bedrock", "DeleteModelInvocationLoggingConfiguration", "null", "turned Bedrock's invocation logging off")]
    [InlineData("bedrock", "PutModelInvocationLoggingConfiguration", """{"loggingConfig":{"textDataDeliveryEnabled":true}}""",
        "changed Bedrock's invocation logging")]
    [InlineData("logs", "DeleteSubscriptionFilter", """{"logGroupName":"/bedrock","filterName":"killswitch-KillSwitch"}""",
        "changed the subscription of /bedrock")]
    [InlineData("logs", "DeleteLogGroup", """{"logGroupName":"/bedrock"}""", "deleted the log group")]
    [InlineData("sns", "DeleteTopic", """{"topicArn":"arn:aws:sns:us-east-1:111122223333:KillSwitch-Topic"}""", "changed the topic")]
    [InlineData(
        "sns", "Unsubscribe", """{"subscriptionArn":"arn:aws:sns:us-east-1:111122223333:KillSwitch-Topic:1-2"}""", "ended a subscription")]
    [InlineData("sns", "Unsubscribe", """{"subscriptionArn":"arn:aws:sns:us-west-2:111122223333:KillSwitch-sensor-Topic:1-2"}""",
        "ended a subscription of the guard's topic arn:aws:sns:us-west-2:111122223333:KillSwitch-sensor-Topic")]
    [InlineData("events", "DisableRule", """{"name":"KillSwitch-TamperingDenies"}""", "disabled the rule")]
    [InlineData("events", "PutRule", """{"name":"KillSwitch-TamperingDenies","state":"DISABLED"}""", "disabled the rule")]
    [InlineData("events", "PutRule", """{"name":"KillSwitch-TamperingDenies","state":"ENABLED","eventPattern":"{}"}""", "changed the rule")]
    [InlineData("events", "PutTargets", """{"rule":"KillSwitch-TamperingDenies"}""", "changed the target of the rule")]
    [InlineData("monitoring", "PutMetricAlarm", """{"alarmName":"KillSwitch-NoHeartbeat"}""", "changed the alarm")]
    [InlineData(
        "sns", "SetTopicAttributes", """{"topicArn":"arn:aws:sns:us-east-1:111122223333:KillSwitch-BudgetsTopic"}""", "changed the topic")]
    [InlineData("iam", "RemoveUserFromGroup", """{"userName":"bot","groupName":"KillSwitch-deny-spending-us-east-1"}""",
        "took user/bot out of the group")]
    [InlineData("iam", "DetachGroupPolicy", $$"""{"groupName":"KillSwitch-deny-spending-us-east-1","policyArn":"{{Deny}}"}""",
        "took the deny off the group")]
    [InlineData("iam", "DeleteGroup", """{"groupName":"KillSwitch-deny-spending-us-east-1"}""", "deleted the group")]
    [InlineData("scheduler", "DeleteSchedule", """{"name":"KillSwitch-EveryMinute"}""", "changed the schedule")]
    [InlineData("lambda", "UpdateFunctionCode20150331v2",
        """{"functionName":"arn:aws:lambda:us-east-1:111122223333:function:KillSwitch-Meter"}""", "changed the function")]
    [InlineData("lambda", "PutFunctionConcurrency20171031", """{"functionName":"KillSwitch-Meter","reservedConcurrentExecutions":0}""",
        "changed the function")]
    [InlineData("dynamodb", "DeleteTable", """{"tableName":"KillSwitch-Ledger"}""", "deleted the table")]
    [InlineData("monitoring", "DeleteAlarms", """{"alarmNames":["other","KillSwitch-NoHeartbeat"]}""", "changed alarms")]
    [InlineData("iam", "DetachRolePolicy", $$"""{"roleName":"agent","policyArn":"{{LeaseDeny}}"}""",
        "took the deny of the lapsed lease off role/agent")]
    [InlineData("iam", "DetachUserPolicy", $$"""{"userName":"bot","policyArn":"{{LeaseDeny}}"}""",
        "took the deny of the lapsed lease off user/bot")]
    [InlineData("iam", "DeletePolicy", $$"""{"policyArn":"{{LeaseDeny}}"}""", "changed the prepared deny")]
    [InlineData("states", "UpdateStateMachine",
        """{"stateMachineArn":"arn:aws:states:us-east-1:111122223333:stateMachine:KillSwitch-lease"}""",
        "changed the state machine of the lease")]
    [InlineData("lambda", "AddPermission20150331v2", """{"functionName":"KillSwitch-Setup","principal":"*"}""",
        "changed the function KillSwitch-Setup (AddPermission)")]
    [InlineData("lambda", "UpdateAlias20150331", """{"functionName":"KillSwitch-Setup","name":"live"}""", "changed the function")]
    [InlineData("lambda", "PutFunctionEventInvokeConfig", """{"functionName":"KillSwitch-Meter","maximumRetryAttempts":0}""",
        "changed the function")]
    [InlineData("logs", "PutSubscriptionFilter",
        """{"logGroupName":"/mine","filterName":"forged","destinationArn":"arn:aws:lambda:us-east-1:111122223333:function:KillSwitch-Meter"}""", "subscribed the guard's function")]
    [InlineData("logs", "PutSubscriptionFilter",
        """{"logGroupName":"/bedrock","filterName":"copy","destinationArn":"arn:aws:lambda:us-east-1:111122223333:function:reads-all"}""",
        "put the subscription copy on /bedrock")]
    [InlineData("logs", "PutDataProtectionPolicy",
        """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/bedrock:*","policyDocument":"{}"}""",
        "masked what is in /bedrock")]
    [InlineData("logs", "PutTransformer", """{"logGroupIdentifier":"/bedrock"}""", "put a transformer on /bedrock")]
    [InlineData(
        "logs", "PutRetentionPolicy", """{"logGroupName":"/bedrock","retentionInDays":1}""", "changed how long records stay in /bedrock")]
    [InlineData("logs", "DeleteLogStream", """{"logGroupName":"/bedrock","logStreamName":"aws/bedrock/modelinvocations"}""",
        "deleted a stream of /bedrock")]
    [InlineData("logs", "PutAccountPolicy", """{"policyName":"mask","policyType":"DATA_PROTECTION_POLICY"}""",
        "changed what holds for every log group of the account (DATA_PROTECTION_POLICY mask, PutAccountPolicy)")]
    [InlineData("dynamodb", "PutResourcePolicy",
        """{"resourceArn":"arn:aws:dynamodb:us-east-1:111122223333:table/KillSwitch-Ledger","policy":"{}"}""",
        "changed who may write the table KillSwitch-Ledger")]
    [InlineData("dynamodb", "UpdateContinuousBackups", """{"tableName":"KillSwitch-Ledger"}""", "changed the table KillSwitch-Ledger")]
    [InlineData("iam", "PutRolePolicy", """{"roleName":"KillSwitch-SetupFunctionRole","policyName":"more","policyDocument":"{}"}""",
        "changed what the guard's role KillSwitch-SetupFunctionRole may (PutRolePolicy)")]
    [InlineData("iam", "AttachRolePolicy",
        """{"roleName":"KillSwitch-MeterRole","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}""",
        "changed what the guard's role")]
    [InlineData("iam", "DetachRolePolicy",
        """{"roleName":"KillSwitch-MeterRole","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}""",
        "changed what the guard's role")]
    [InlineData(
        "iam", "UpdateAssumeRolePolicy", """{"roleName":"KillSwitch-MeterRole","policyDocument":"{}"}""", "changed what the guard's role")]
    [InlineData("iam", "PutRolePermissionsBoundary",
        """{"roleName":"KillSwitch-MeterRole","permissionsBoundary":"arn:aws:iam::aws:policy/ReadOnlyAccess"}""",
        "changed what the guard's role")]
    [InlineData("cloudtrail", "StopLogging", """{"name":"management"}""", "stopped the trail management")]
    [InlineData(
        "cloudtrail", "DeleteTrail", """{"name":"arn:aws:cloudtrail:us-east-1:111122223333:trail/management"}""", "deleted the trail")]
    [InlineData(
        "cloudtrail", "PutEventSelectors", """{"trailName":"management","eventSelectors":[]}""", "changed what the trail management logs")]
    public void What_undoes_the_guards_work_is_told(string service, string name, string parameters, string what) =>
        TamperFinding.Of(Event(service, name, parameters), Ours).ShouldNotBeNull().What.ShouldContain(what);

    [Theory]
    [InlineData("iam", "DetachRolePolicy", """{"roleName":"agent","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}""")]
    [InlineData("iam", "TagRole", """{"roleName":"agent","tags":[{"key":"team","value":"a"}]}""")]
    [InlineData("logs", "DeleteSubscriptionFilter", """{"logGroupName":"/bedrock","filterName":"theirs"}""")]
    [InlineData("events", "DisableRule", """{"name":"their-rule"}""")]
    [InlineData("lambda", "UpdateFunctionCode20150331v2", """{"functionName":"their-function"}""")]
    [InlineData("sns", "DeleteTopic", """{"topicArn":"arn:aws:sns:us-east-1:111122223333:theirs"}""")]
    [InlineData("states", "DeleteStateMachine", """{"stateMachineArn":"arn:aws:states:us-east-1:111122223333:stateMachine:theirs"}""")]
    [InlineData("iam", "RemoveUserFromGroup", """{"userName":"bot","groupName":"theirs"}""")]
    [InlineData("events", "PutTargets", """{"rule":"their-rule"}""")]
    [InlineData("ec2", "TerminateInstances", """{}""")]
    [InlineData("iam", "PutRolePolicy", """{"roleName":"their-role","policyName":"more"}""")]
    [InlineData("logs", "PutSubscriptionFilter",
        """{"logGroupName":"/theirs","filterName":"theirs","destinationArn":"arn:aws:lambda:us-east-1:111122223333:function:theirs"}""")]
    [InlineData("logs", "PutRetentionPolicy", """{"logGroupName":"/bedrock-of-others","retentionInDays":1}""")]
    [InlineData("logs", "PutAccountPolicy", """{"policyName":"index","policyType":"FIELD_INDEX_POLICY"}""")]
    [InlineData("dynamodb", "DeleteTable", """{"tableName":"Other-KillSwitch-Ledger"}""")]
    [InlineData("lambda", "Invoke20150331", """{"functionName":"KillSwitch-Meter"}""")]
    public void What_is_someone_elses_is_nobodys_business(string service, string name, string parameters) =>
        TamperFinding.Of(Event(service, name, parameters), Ours).ShouldBeNull();

    [Fact]
    public void A_call_that_aws_refused_changed_nothing() =>
        TamperFinding.Of(Event("bedrock", "DeleteModelInvocationLoggingConfiguration", "null", error: "AccessDenied"), Ours).ShouldBeNull();

    [Fact]
    public void A_deployment_means_what_it_changes_but_a_deny_is_no_part_of_it()
    {
        TamperFinding.Of(Event("events", "DisableRule", """{"name":"KillSwitch-TamperingDenies"}""", ip: "cloudformation.amazonaws.com"),
            Ours).ShouldBeNull();
        TamperFinding.Of(
            Event("iam", "DetachRolePolicy", $$"""{"roleName":"agent","policyArn":"{{Deny}}"}""", ip: "cloudformation.amazonaws.com"), Ours)
            .ShouldNotBeNull();
    }

    [Fact]
    public void Who_did_it_from_where_and_with_what_is_read()
    {
        var call = Event("iam", "DetachRolePolicy", "{}");

        (call.Actor, call.Role, call.SourceIp, call.UserAgent, call.Id).ShouldBe(
            ("arn:aws:sts::111122223333:assumed-role/Admin/eve", "arn:aws:iam::111122223333:role/Admin", "203.0.113.7", "aws-cli/2.0",
                "event-1"));
        call.At.ShouldBe(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"detail":{"eventName":"X"}}""")]
    [InlineData("""{"detail":"text"}""")]
    public void What_is_no_call_is_refused(string json) =>
        Should.Throw<JsonException>(() => TrailEvent.Parse(Encoding.UTF8.GetBytes(json)));

    private static TrailEvent Event(string service, string name, string parameters, string? error = null, string ip = "203.0.113.7") => TrailEvent.Parse(Encoding.UTF8.GetBytes($$"""
        {
          "version": "0", "id": "delivery-1", "detail-type": "AWS API Call via CloudTrail", "source": "aws.{{service}}", "account": "111122223333", "region": "us-east-1",
          "detail": {
            "eventVersion": "1.10", "eventID": "event-1", "eventTime": "2026-11-01T12:00:00Z", "eventSource": "{{service}}.amazonaws.com", "eventName": "{{name}}",
            "awsRegion": "us-east-1", "sourceIPAddress": "{{ip}}", "userAgent": "aws-cli/2.0", {{(error is null ? "" : $"\"errorCode\": \"{error}\",")}}
            "userIdentity": {
              "type": "AssumedRole", "principalId": "AROAEXAMPLE:eve", "arn": "arn:aws:sts::111122223333:assumed-role/Admin/eve", "accountId": "111122223333",
              "sessionContext": { "sessionIssuer": { "type": "Role", "arn": "arn:aws:iam::111122223333:role/Admin", "userName": "Admin" } }
            },
            "requestParameters": {{parameters}}, "responseElements": null
          }
        }
        """));
}
