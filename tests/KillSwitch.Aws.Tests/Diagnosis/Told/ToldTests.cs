using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.EventBridge.Model;
using Amazon.SimpleNotificationService.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Told;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Engine.Tests;

namespace KillSwitch.Aws.Tests.Diagnosis.Told;

public class ToldTests
{
    private const string Topic = "arn:aws:sns:us-east-1:111122223333:night";
    private static readonly Deployment Home = new("KillSwitch", "us-east-1", "t", Topic)
    {
        Denies = ImmutableDictionary<PreparedDeny, string>.Empty,
    };

    private static readonly string[] Expected = ["K-Leaks", "K-NoHeartbeat"];

    [Fact]
    public void Alarms_that_are_there_and_armed_are_well_and_those_that_have_gone_off_are_named()
    {
        AlarmsCheck.Judge(Expected, [Alarm("K-Leaks"), Alarm("K-NoHeartbeat"), Alarm("K-somebody-elses", enabled: false)], Home)
            .ShouldBe(new Finding(CheckOutcome.Ok, "all 2 are armed"));
        var ringing = Alarm("K-Leaks");
        ringing.StateValue = StateValue.ALARM;
        AlarmsCheck.Judge(Expected, [ringing, Alarm("K-NoHeartbeat")], Home)
            .ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Warning), found => found.Found.ShouldContain("K-Leaks"));
    }

    [Fact]
    public void Alarms_that_are_gone_disarmed_or_tell_nobody_are_faults()
    {
        AlarmsCheck.Judge(Expected, [Alarm("K-Leaks")], Home).ShouldTell(CheckOutcome.Fault, "gone: K-NoHeartbeat");
        AlarmsCheck.Judge(Expected, [Alarm("K-Leaks", enabled: false), Alarm("K-NoHeartbeat")], Home).ShouldSatisfyAllConditions(
            found => found.ShouldTell(CheckOutcome.Fault, "disarmed: K-Leaks"), found =>
                found.Remedy.ShouldBe("aws cloudwatch enable-alarm-actions --alarm-names K-Leaks"));
        AlarmsCheck.Judge(Expected, [Alarm("K-Leaks"), Alarm("K-NoHeartbeat", topic: "other")], Home).ShouldTell(
            CheckOutcome.Fault, "without the topic: K-NoHeartbeat");
    }

    [Fact]
    public void A_subscription_that_nobody_confirmed_is_a_fault_and_so_is_none()
    {
        SubscribersCheck.Judge([Of("arn:aws:sns:us-east-1:111122223333:night:1")], Topic)
            .ShouldBe(new Finding(CheckOutcome.Ok, "1 confirmed subscription"));
        SubscribersCheck.Judge([Of("PendingConfirmation")], Topic).ShouldTell(CheckOutcome.Fault, "night@example.com");
        SubscribersCheck.Judge([Of("PendingConfirmation"), Of("arn:aws:sns:us-east-1:111122223333:night:1")], Topic)
            .ShouldTell(CheckOutcome.Fault, "night@example.com");
        SubscribersCheck.Judge([], Topic).ShouldTell(CheckOutcome.Fault, "nobody");
    }

    [Fact]
    public void Rules_on_tampering_that_are_gone_or_disabled_are_faults()
    {
        TamperRulesCheck.Judge(
            ["K-TamperingA", "K-TamperingB"], [Rule("K-TamperingA"), Rule("K-TamperingB")], DeployedAs.App)
            .Outcome.ShouldBe(CheckOutcome.Ok);
        TamperRulesCheck.Judge(
            ["K-TamperingA", "K-TamperingB"], [Rule("K-TamperingA")], DeployedAs.App)
            .Found.ShouldStartWith("rules are gone: K-TamperingB");
        TamperRulesCheck.Judge(
            ["K-TamperingA"], [Rule("K-TamperingA", "DISABLED")], DeployedAs.App)
            .Remedy.ShouldBe("aws events enable-rule --name K-TamperingA");
        TamperRulesCheck.Judge([], [], DeployedAs.App).Remedy.ShouldBe("deploy your CDK app again");
    }

    [Fact]
    public void A_message_that_waits_is_a_fault()
    {
        OutboxCheck.Judge(0).Outcome.ShouldBe(CheckOutcome.Ok);
        OutboxCheck.Judge(1).Found.ShouldBe("1 message could not be published and waits");
        OutboxCheck.Judge(2).Found.ShouldBe("2 messages could not be published and wait");
    }

    private static MetricAlarm Alarm(string name, bool enabled = true, string topic = Topic) => new()
    {
        AlarmName = name,
        ActionsEnabled = enabled,
        AlarmActions = [topic],
        StateValue = StateValue.OK,
    };

    private static Subscription Of(string arn) => new() { SubscriptionArn = arn, Protocol = "email", Endpoint = "night@example.com" };

    private static Rule Rule(string name, string state = "ENABLED") => new() { Name = name, State = state };
}
