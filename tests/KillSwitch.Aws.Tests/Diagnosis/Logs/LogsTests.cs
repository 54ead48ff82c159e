using System.Collections.Immutable;
using System.Text;
using Amazon.Bedrock.Model;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Logs;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.Tests;

namespace KillSwitch.Aws.Tests.Diagnosis.Logs;

public class LogsTests
{
    private const string Group = "/killswitch/invocations";
    private const string Meter = "arn:aws:lambda:us-east-1:111122223333:function:meter";

    private static readonly Deployment Home = new("KillSwitch", "us-east-1", "t", "topic")
    {
        Denies = ImmutableDictionary<PreparedDeny, string>.Empty,
        Sensors = ["eu-west-1"],
        DeployedFrom = DeployedFrom.Release,
    };

    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    [Fact]
    public void Logging_that_is_off_or_goes_to_a_bucket_alone_is_a_fault_where_the_guard_lives_and_a_warning_elsewhere()
    {
        LoggingCheck.Judge(null, isHeard: true, "us-west-2", Home)
            .ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Fault), found => found.Found.ShouldStartWith("it is off: "));
        LoggingCheck.Judge(null, isHeard: false, "us-west-2", Home).ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Warning), found => found.Remedy.ShouldNotBeNull().ShouldContain(
                "killswitch deploy --region us-east-1 -c regions=eu-west-1,us-west-2, which puts a sensor there"));
        var inBucket = new LoggingConfig { S3Config = new S3Config { BucketName = "logs" } };
        LoggingCheck.Judge(inBucket, isHeard: true, "us-west-2", Home).ShouldSatisfyAllConditions(
            found => found.Found.ShouldStartWith("it writes to the bucket logs alone"), found =>
                found.Remedy.ShouldNotBeNull().ShouldBe("killswitch deploy --region us-east-1 -c invocationLogging=add"));
        LoggingCheck.Judge(new LoggingConfig
        {
            CloudWatchConfig = new CloudWatchConfig { LogGroupName = Group },
            TextDataDeliveryEnabled = true,
        }, isHeard: true, "us-west-2", Home)
            .ShouldBe(new Finding(CheckOutcome.Ok, $"it writes to {Group}, with prompts and answers"));
    }

    [Fact]
    public void A_subscription_that_is_gone_goes_elsewhere_or_lets_only_some_through_is_a_fault_with_the_command_that_mends_it()
    {
        SubscriptionCheck.Judge([Filter(Meter, "")], Group, Meter, "killswitch-KillSwitch").Outcome.ShouldBe(CheckOutcome.Ok);
        var gone = SubscriptionCheck.Judge([], Group, Meter, "killswitch-KillSwitch");
        gone.Outcome.ShouldBe(CheckOutcome.Fault);
        gone.Remedy.ShouldBe(
            $"aws logs put-subscription-filter --log-group-name {Group} --filter-name killswitch-KillSwitch --filter-pattern \"\" "
            + $"--destination-arn {Meter}");
        SubscriptionCheck.Judge([Filter("arn:aws:lambda:us-east-1:111122223333:function:other", "")], Group, Meter,
            "killswitch-KillSwitch").Outcome.ShouldBe(CheckOutcome.Fault);
        // By another name what it delivers counts nowhere.
        SubscriptionCheck.Judge([Filter(Meter, "")], Group, Meter, "x").Outcome.ShouldBe(CheckOutcome.Fault);
        SubscriptionCheck.Judge([Filter(Meter, "ERROR")], Group, Meter, "killswitch-KillSwitch").Found.ShouldBe(
            $"only events of {Group} that match `ERROR` go to the meter");
    }

    [Fact]
    public void Subscriptions_of_others_are_named()
    {
        var theirs = new SubscriptionFilter
        {
            FilterName = "copy",
            DestinationArn = "arn:aws:lambda:us-east-1:111122223333:function:reads-all",
        };

        var found = SubscriptionCheck.Judge([Filter(Meter, ""), theirs], Group, Meter, "killswitch-KillSwitch");

        (found.Outcome, found.Found)
            .ShouldBe((CheckOutcome.Warning,
            $"every event of {Group} goes to the meter, and others read it too: copy to "
            + "arn:aws:lambda:us-east-1:111122223333:function:reads-all"));
    }

    [Fact]
    public void A_meter_that_fails_lags_or_was_never_called_is_told_apart()
    {
        MeterAliveCheck.Judge(null, Now).Outcome.ShouldBe(CheckOutcome.Warning);
        MeterAliveCheck.Judge(new Heartbeat("meter/us-east-1", Now.AddMinutes(-3))
        {
            FailedAt = Now.AddMinutes(-1),
            Failure = "no table",
        }, Now).ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Fault), found => found.Found.ShouldContain("no table"));
        MeterAliveCheck.Judge(new Heartbeat("meter/us-east-1", Now.AddMinutes(-1), Now.AddMinutes(-9), TimeSpan.FromMinutes(8)),
            Now).Outcome.ShouldBe(CheckOutcome.Fault);
        MeterAliveCheck.Judge(new Heartbeat("meter/us-east-1", Now.AddHours(-1), Now.AddHours(-1), TimeSpan.FromSeconds(9)), Now)
            .ShouldBe(new Finding(CheckOutcome.Ok, "it last ran 60 min ago, on a record that was 9 s old"));
    }

    [Fact]
    public void A_record_that_the_meter_should_have_seen_and_has_not_is_a_fault()
    {
        var record = new InvocationReader()
            .Read(Encoding.UTF8.GetBytes(ProbeCheck.Record("111122223333", "us-east-1", Guid.NewGuid(), Now.AddMinutes(-5)))).Invocation;
        DeliveryCheck.Judge(record, Now.AddMinutes(-30), Group, Now).ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Fault),
            found => found.Found.ShouldBe(
                $"a record of 2026-04-24 03:07:09 UTC is in {Group}, and the meter has seen none after 2026-04-24 02:42:09"));
        DeliveryCheck.Judge(null, null, Group, Now).Outcome.ShouldBe(CheckOutcome.Ok);
    }

    [Fact]
    public void A_call_that_Bedrock_refused_is_none_that_the_meter_would_remember()
    {
        var refused = new InvocationReader()
            .Read(Encoding.UTF8.GetBytes(ProbeCheck.Record("111122223333", "us-east-1", Guid.NewGuid(), Now))).Invocation!;
        DeliveryCheck.IsMissed(refused, Now.AddMinutes(-5)).ShouldBeFalse();
        var served = refused with { ErrorCode = null };
        DeliveryCheck.IsMissed(served, Now.AddMinutes(-5)).ShouldBeTrue();
        DeliveryCheck.IsMissed(served, null).ShouldBeTrue();
        DeliveryCheck.IsMissed(served, Now).ShouldBeFalse();
    }

    [Fact]
    public void The_probe_is_a_record_that_counts_nothing()
    {
        var read = new InvocationReader().Read(Encoding.UTF8.GetBytes(ProbeCheck.Record("111122223333", "us-east-1", Guid.NewGuid(), Now)));

        var probe = read.Invocation.ShouldNotBeNull();
        probe.ErrorCode.ShouldBe("KillSwitchProbe");
        probe.Timestamp.ShouldBe(Now);
        probe.Tokens.TotalTokens.ShouldBe(0);
        probe.Caller.Principal.Name.ShouldBe("role/killswitch-doctor");
    }

    [Fact]
    public void Metrics_that_were_not_read_lately_or_that_the_watch_finds_wrong_are_faults()
    {
        MetricsCheck.Reading(null, [], Now).ShouldNotBeNull().Outcome.ShouldBe(CheckOutcome.Warning);
        MetricsCheck.Reading(new MetricState(Now.AddMinutes(-16), null, false), [], Now)
            .ShouldNotBeNull().Outcome.ShouldBe(CheckOutcome.Fault);
        MetricsCheck.Reading(new MetricState(Now.AddMinutes(-4), null, false), [], Now).ShouldBeNull();
        var silent = new LastingCondition(
            new Condition("LogsSilent", "no invocation logs arrive from us-east-1", "Nothing arrives.", "look at it"), Now, Now, Now);
        MetricsCheck.Reading(new MetricState(Now, null, false), [silent], Now)
            .ShouldNotBeNull().ShouldTell(CheckOutcome.Fault, silent.Condition.Subject);
    }

    [Fact]
    public void What_the_ledger_lacks_is_a_fault_from_a_dollar_and_a_twentieth_on()
    {
        MetricsCheck.Judge([Missing(0.4m)], Cost(10), DeployedAs.Release)
            .ShouldBe(new Finding(CheckOutcome.Ok, "CloudWatch counts $10.00 today, and all but $0.40 is in the ledger"));
        MetricsCheck.Judge([], Cost(10), DeployedAs.Release).ShouldTell(CheckOutcome.Ok, "all of it");
        MetricsCheck.Judge([Missing(4)], Cost(10), DeployedAs.Release).ShouldTell(CheckOutcome.Fault, "$4.00");
    }

    private static ModelUsage Missing(decimal usd) =>
        new("us-east-1", ModelId.Parse("amazon.nova-pro-v1:0"), Cost(usd), Cost(usd), default);

    private static Usage Cost(decimal usd) => new(1, default, new Usd(usd));

    private static SubscriptionFilter Filter(string destination, string pattern) => new()
    {
        FilterName = "killswitch-KillSwitch",
        DestinationArn = destination,
        FilterPattern = pattern,
    };
}
