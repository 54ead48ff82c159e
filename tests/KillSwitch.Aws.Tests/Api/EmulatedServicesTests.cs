using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using Amazon.Budgets;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.CloudWatchLogs;
using Amazon.Organizations;
using Amazon.Organizations.Model;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using KillSwitch.Aws.Tests.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

/// <summary>Each thin client against a service that is not ours.</summary>
public class EmulatedServicesTests(MotoServer server)
{
    private static readonly BasicAWSCredentials Credentials = new("test", "test");

    [Fact]
    public async Task Every_member_of_the_logging_configuration_comes_back_as_it_was_put()
    {
        using var bedrock = new AmazonBedrockClient(Credentials, Set(new AmazonBedrockConfig()));
        var config = new LoggingConfig
        {
            CloudWatchConfig = new CloudWatchConfig { LogGroupName = "g", RoleArn = "arn:aws:iam::123456789012:role/r" },
            TextDataDeliveryEnabled = true,
            ImageDataDeliveryEnabled = false,
            EmbeddingDataDeliveryEnabled = true,
        };

        await bedrock.PutModelInvocationLoggingConfigurationAsync(new() { LoggingConfig = config });
        var back = (await bedrock.GetModelInvocationLoggingConfigurationAsync(new())).LoggingConfig.ShouldNotBeNull();
        await bedrock.DeleteModelInvocationLoggingConfigurationAsync(new());

        back.CloudWatchConfig!.LogGroupName.ShouldBe("g");
        back.CloudWatchConfig.RoleArn.ShouldBe("arn:aws:iam::123456789012:role/r");
        (back.TextDataDeliveryEnabled, back.ImageDataDeliveryEnabled, back.EmbeddingDataDeliveryEnabled, back.VideoDataDeliveryEnabled).ShouldBe((true, false, true, null));
    }

    [Fact]
    public async Task A_subscription_to_a_group_that_is_missing_is_refused_by_its_name()
    {
        using var logs = new AmazonCloudWatchLogsClient(Credentials, Set(new AmazonCloudWatchLogsConfig()));

        await Should.ThrowAsync<Amazon.CloudWatchLogs.Model.ResourceNotFoundException>(async () =>
            await logs.PutSubscriptionFilterAsync(new() { LogGroupName = "missing", FilterName = "f", FilterPattern = "", DestinationArn = "arn:aws:lambda:us-east-1:123456789012:function:f" }));
    }

    [Fact]
    public async Task Metrics_that_nobody_wrote_are_empty_series()
    {
        using var cloudWatch = new AmazonCloudWatchClient(Credentials, Set(new AmazonCloudWatchConfig()));
        var metric = new Amazon.CloudWatch.Model.Metric { Namespace = "AWS/Bedrock", MetricName = "InputTokenCount", Dimensions = [new Dimension { Name = "ModelId", Value = "m" }] };

        var data = await cloudWatch.GetMetricDataAsync(new()
        {
            StartTime = DateTime.UtcNow.AddHours(-1),
            EndTime = DateTime.UtcNow,
            MetricDataQueries = [new MetricDataQuery { Id = "a", MetricStat = new MetricStat { Metric = metric, Period = 60, Stat = "Sum" } }],
        });

        var series = data.MetricDataResults!.ShouldHaveSingleItem();
        (series.Id, series.Values!.Count, series.Timestamps!.Count).ShouldBe(("a", 0, 0));
        (await cloudWatch.ListMetricsAsync(new() { Namespace = "AWS/Bedrock" })).Metrics.ShouldBeEmpty();
        (await cloudWatch.DescribeAlarmsAsync(new() { AlarmNamePrefix = "none" })).MetricAlarms.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_series_is_read_with_its_times_and_values()
    {
        using var service = new CannedService().Answer(System.Net.HttpStatusCode.OK, """
            <GetMetricDataResponse><GetMetricDataResult><MetricDataResults><member><Id>a</Id><Label>l</Label><StatusCode>Complete</StatusCode>
            <Timestamps><member>2026-04-24T03:12:00Z</member></Timestamps><Values><member>1.5E7</member></Values></member></MetricDataResults></GetMetricDataResult></GetMetricDataResponse>
            """);
        using var cloudWatch = new AmazonCloudWatchClient(Credentials, new AmazonCloudWatchConfig { ServiceURL = service.Url.ToString(), AuthenticationRegion = "us-east-1" });

        var series = (await cloudWatch.GetMetricDataAsync(new())).MetricDataResults!.ShouldHaveSingleItem();

        series.Values.ShouldBe([15_000_000d]);
        series.Timestamps.ShouldBe([new DateTime(2026, 4, 24, 3, 12, 0, DateTimeKind.Utc)]);
    }

    [Fact]
    public async Task A_budget_that_is_missing_is_refused_by_its_name_and_one_that_is_there_is_exact()
    {
        using var missing = new AmazonBudgetsClient(Credentials, Set(new AmazonBudgetsConfig()));
        await Should.ThrowAsync<Amazon.Budgets.Model.NotFoundException>(async () => await missing.DescribeBudgetAsync(new() { AccountId = "123456789012", BudgetName = "none" }));

        using var service = new CannedService().Answer(System.Net.HttpStatusCode.OK, """
            {"Budget":{"BudgetName":"b","BudgetType":"COST","TimeUnit":"MONTHLY","BudgetLimit":{"Amount":"500.0","Unit":"USD"},"CalculatedSpend":{"ActualSpend":{"Amount":"37901.73","Unit":"USD"}},"CostTypes":{"IncludeCredit":false}}}
            """);
        using var budgets = new AmazonBudgetsClient(Credentials, new AmazonBudgetsConfig { ServiceURL = service.Url.ToString(), AuthenticationRegion = "us-east-1" });
        var budget = (await budgets.DescribeBudgetAsync(new() { AccountId = "1", BudgetName = "b" })).Budget.ShouldNotBeNull();

        (budget.BudgetLimit!.Amount, budget.CalculatedSpend!.ActualSpend!.Amount, budget.CostTypes!.IncludeCredit).ShouldBe((500m, 37901.73m, false));
    }

    [Fact]
    public async Task An_account_that_is_in_no_organization_says_so()
    {
        using var organizations = new AmazonOrganizationsClient(Credentials, Set(new AmazonOrganizationsConfig()));

        await Should.ThrowAsync<AWSOrganizationsNotInUseException>(async () => await organizations.DescribeOrganizationAsync(new()));
    }

    [Fact]
    public async Task A_topic_that_is_missing_is_refused_by_its_name()
    {
        using var sns = new AmazonSimpleNotificationServiceClient(Credentials, Set(new AmazonSimpleNotificationServiceConfig()));

        await Should.ThrowAsync<Amazon.SimpleNotificationService.Model.NotFoundException>(async () =>
            await sns.PublishAsync(new() { TopicArn = "arn:aws:sns:us-east-1:123456789012:none", Message = "m" }));
    }

    private TConfig Set<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        config.ServiceURL = server.Url.ToString();
        config.AuthenticationRegion = "us-east-1";
        return config;
    }
}
