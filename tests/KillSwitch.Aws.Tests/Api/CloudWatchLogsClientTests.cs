using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

public class CloudWatchLogsClientTests(MotoServer moto)
{
    private const string Group = "/bedrock/invocations";

    [Fact]
    public async Task A_subscription_is_put_described_and_deleted()
    {
        var (account, logs) = await EnterAsync();
        await account.JsonAsync("kinesis", "Kinesis_20131202.CreateStream", """{"StreamName":"meter","ShardCount":1}""");
        var destination = $"arn:aws:kinesis:{TestAccount.Region}:{account.Id}:stream/meter";

        await logs.PutSubscriptionFilterAsync(new()
        {
            LogGroupName = Group,
            FilterName = "killswitch",
            FilterPattern = "",
            DestinationArn = destination,
            RoleArn = $"arn:aws:iam::{account.Id}:role/logs",
            Distribution = Distribution.ByLogStream,
        });

        var found = await logs.DescribeSubscriptionFiltersAsync(new() { LogGroupName = Group, FilterNamePrefix = "kill" });
        var filter = found.SubscriptionFilters.ShouldNotBeNull().ShouldHaveSingleItem();
        (filter.FilterName, filter.FilterPattern, filter.DestinationArn).ShouldBe(("killswitch", "", destination));
        filter.Distribution.ShouldBe(Distribution.ByLogStream);
        filter.CreationTime.ShouldNotBeNull().ShouldBeGreaterThan(1_600_000_000_000);

        await logs.DeleteSubscriptionFilterAsync(new() { LogGroupName = Group, FilterName = "killswitch" });
        var left = await logs.DescribeSubscriptionFiltersAsync(new() { LogGroupName = Group });
        left.SubscriptionFilters.ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_groups_are_found_by_prefix()
    {
        var (account, logs) = await EnterAsync();
        await account.JsonAsync("logs", "Logs_20140328.CreateLogGroup", """{"logGroupName":"/elsewhere"}""");

        var found = await logs.DescribeLogGroupsAsync(new() { LogGroupNamePrefix = "/bedrock/" });

        var group = found.LogGroups.ShouldNotBeNull().ShouldHaveSingleItem();
        group.LogGroupName.ShouldBe(Group);
        group.Arn.ShouldBe($"arn:aws:logs:{TestAccount.Region}:{account.Id}:log-group:{Group}:*");
        group.RetentionInDays.ShouldBeNull();
    }

    [Fact]
    public async Task Events_are_filtered_by_time_and_read_page_by_page()
    {
        var (account, logs) = await EnterAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await PutEventsAsync(account, now - 60_000, "too old");
        await PutEventsAsync(account, now - 2_000, "one", "two", "three");

        List<string?> messages = [];
        var request = new FilterLogEventsRequest { LogGroupName = Group, StartTime = now - 5_000, EndTime = now, Limit = 2 };
        FilterLogEventsResponse page;
        do
        {
            page = await logs.FilterLogEventsAsync(request);
            messages.AddRange((page.Events ?? []).Select(e => e.Message));
            request.NextToken = page.NextToken;
        }
        while (page.NextToken is { Length: > 0 });

        messages.ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task A_log_group_that_does_not_exist_is_not_found()
    {
        var (_, logs) = await EnterAsync();

        var missing = await Should.ThrowAsync<AmazonCloudWatchLogsException>(
            () => logs.DescribeSubscriptionFiltersAsync(new() { LogGroupName = "/none" }));

        missing.ErrorCode.ShouldBe("ResourceNotFoundException");
    }

    private async Task<(TestAccount Account, AmazonCloudWatchLogsClient Logs)> EnterAsync()
    {
        var account = await moto.NewAccountAsync();
        await account.JsonAsync("logs", "Logs_20140328.CreateLogGroup", $$"""{"logGroupName":"{{Group}}"}""");
        await account.JsonAsync(
            "logs", "Logs_20140328.CreateLogStream", $$"""{"logGroupName":"{{Group}}","logStreamName":"aws/bedrock/modelinvocations"}""");
        return (account, new(account.Credentials, account.Settings<AmazonCloudWatchLogsConfig>()));
    }

    private static async Task PutEventsAsync(TestAccount account, long time, params string[] messages) =>
        await account.JsonAsync("logs", "Logs_20140328.PutLogEvents", $$"""
            {"logGroupName":"{{Group}}","logStreamName":"aws/bedrock/modelinvocations","logEvents":[
            {{string.Join(',', messages.Select((m, i) => $$"""{"timestamp":{{time + i}},"message":"{{m}}"}"""))}}]}
            """);
}
