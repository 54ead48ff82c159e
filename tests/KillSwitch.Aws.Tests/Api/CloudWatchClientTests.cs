using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

public class CloudWatchClientTests(MotoServer moto)
{
    private const string Namespace = "AWS/Bedrock";

    [Fact]
    public async Task Tokens_are_summed_per_model()
    {
        var (account, cloudWatch) = await EnterAsync();
        var now = DateTime.UtcNow;
        await PutAsync(account, "a.model-v1:0", "1500", now.AddMinutes(-3));
        await PutAsync(account, "a.model-v1:0", "500", now.AddMinutes(-3));
        await PutAsync(account, "b.model-v1:0", "7", now.AddMinutes(-3));

        var data = await cloudWatch.GetMetricDataAsync(new()
        {
            StartTime = now.AddMinutes(-10),
            EndTime = now.AddMinutes(1),
            ScanBy = ScanBy.TimestampAscending,
            MetricDataQueries = [Sum("a", "a.model-v1:0"), Sum("b", "b.model-v1:0"), Sum("none", "c.model-v1:0")],
        });

        var results = data.MetricDataResults.ShouldNotBeNull().ToDictionary(r => r.Id!);
        results["a"].Values.ShouldNotBeNull().Sum().ShouldBe(2000);
        results["b"].Values.ShouldNotBeNull().Sum().ShouldBe(7);
        (results["none"].Values ?? []).ShouldBeEmpty();
        results["a"].StatusCode.ShouldBe(StatusCode.Complete);
        var time = results["b"].Timestamps.ShouldNotBeNull().ShouldHaveSingleItem();
        time.Kind.ShouldBe(DateTimeKind.Utc);
        time.ShouldBe(now.AddMinutes(-3), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task The_metrics_of_a_namespace_are_listed_with_their_dimensions()
    {
        var (account, cloudWatch) = await EnterAsync();
        await PutAsync(account, "a.model-v1:0", "1", DateTime.UtcNow);
        await PutAsync(account, "b.model-v1:0", "1", DateTime.UtcNow);

        var all = await cloudWatch.ListMetricsAsync(new() { Namespace = Namespace, MetricName = "InputTokenCount" });
        var one = await cloudWatch.ListMetricsAsync(
            new() { Namespace = Namespace, Dimensions = [new() { Name = "ModelId", Value = "b.model-v1:0" }] });

        all.Metrics.ShouldNotBeNull().SelectMany(m => m.Dimensions ?? []).Select(d => d.Value)
            .ShouldBe(["a.model-v1:0", "b.model-v1:0"], ignoreOrder: true);
        one.Metrics.ShouldNotBeNull().ShouldHaveSingleItem().MetricName.ShouldBe("InputTokenCount");
    }

    [Fact]
    public async Task An_alarm_is_described_with_its_state()
    {
        var (account, cloudWatch) = await EnterAsync();
        foreach (var name in new[] { "killswitch-blind", "other" })
        {
            await account.QueryAsync(
                "monitoring", "PutMetricAlarm", ("AlarmName", name), ("Namespace", Namespace), ("MetricName", "InputTokenCount"),
                ("Statistic", "Sum"), ("Period", "60"), ("EvaluationPeriods", "1"), ("Threshold", "1"),
                ("ComparisonOperator", "GreaterThanThreshold"), ("AlarmActions.member.1", "arn:aws:sns:us-east-1:1:stops"));
        }

        await account.QueryAsync(
            "monitoring", "SetAlarmState", ("AlarmName", "killswitch-blind"), ("StateValue", "ALARM"), ("StateReason", "why"));

        var described = await cloudWatch.DescribeAlarmsAsync(new() { AlarmNamePrefix = "killswitch-" });

        var alarm = described.MetricAlarms.ShouldNotBeNull().ShouldHaveSingleItem();
        alarm.StateValue.ShouldBe(StateValue.ALARM);
        alarm.StateReason.ShouldBe("why");
        alarm.AlarmActions.ShouldBe(["arn:aws:sns:us-east-1:1:stops"]);
        alarm.AlarmArn.ShouldContain(account.Id);
    }

    private async Task<(TestAccount Account, AmazonCloudWatchClient CloudWatch)> EnterAsync()
    {
        var account = await moto.NewAccountAsync();
        return (account, new(account.Credentials, account.Settings<AmazonCloudWatchConfig>()));
    }

    private static MetricDataQuery Sum(string id, string model) => new()
    {
        Id = id,
        ReturnData = true,
        MetricStat = new()
        {
            Period = 60,
            Stat = "Sum",
            Metric = new()
            {
                Namespace = Namespace,
                MetricName = "InputTokenCount",
                Dimensions = [new() { Name = "ModelId", Value = model }],
            },
        },
    };

    private static async Task PutAsync(TestAccount account, string model, string tokens, DateTime time) => await account.QueryAsync(
        "monitoring", "PutMetricData", ("Namespace", Namespace), ("MetricData.member.1.MetricName", "InputTokenCount"),
        ("MetricData.member.1.Value", tokens), ("MetricData.member.1.Timestamp", $"{time:yyyy-MM-ddTHH:mm:ssZ}"),
        ("MetricData.member.1.Dimensions.member.1.Name", "ModelId"), ("MetricData.member.1.Dimensions.member.1.Value", model));
}
