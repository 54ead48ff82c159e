using Amazon.Bedrock.Model;
using Amazon.CloudWatchLogs.Model;
using KillSwitch.Aws.Logging;
using KillSwitch.Cli.Session;

namespace KillSwitch.Cli.Tests.Session;

public class LogSourceTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(30, null, null)]
    [InlineData(7, null,
        "`/bedrock/log` keeps 7 days: it can hold records from 2026-04-17 12:00 UTC on, and you asked for those from 2026-03-25 12:00 UTC")]
    [InlineData(1, null,
        "`/bedrock/log` keeps 1 day: it can hold records from 2026-04-23 12:00 UTC on, and you asked for those from 2026-03-25 12:00 UTC")]
    [InlineData(null, 2,
        "`/bedrock/log` was made then: it can hold records from 2026-04-22 12:00 UTC on, and you asked for those from 2026-03-25 12:00 "
        + "UTC")]
    [InlineData(7, 2,
        "`/bedrock/log` was made then: it can hold records from 2026-04-22 12:00 UTC on, and you asked for those from 2026-03-25 12:00 "
        + "UTC")]
    [InlineData(7, 90,
        "`/bedrock/log` keeps 7 days: it can hold records from 2026-04-17 12:00 UTC on, and you asked for those from 2026-03-25 12:00 UTC")]
    public void How_much_of_the_time_can_be_there_is_said(int? retention, int? madeDaysAgo, string? sentence)
    {
        var group = new LogGroup
        {
            LogGroupName = "/bedrock/log",
            RetentionInDays = retention,
            CreationTime = madeDaysAgo is { } days ? Now.AddDays(-days).ToUnixTimeMilliseconds() : null,
        };

        new LogSource.Readable(group).Shortfall(Now.AddDays(-30), Now).ShouldBe(sentence);
    }

    [Theory]
    [InlineData(null, "s3://records/AWSLogs/")]
    [InlineData("bedrock/", "s3://records/bedrock/AWSLogs/")]
    [InlineData("bedrock", "s3://records/bedrock/AWSLogs/")]
    public void A_delivery_to_a_bucket_alone_says_how_to_fetch_it(string? prefix, string address)
    {
        var delivery = LogDelivery.Of(new LoggingConfig { S3Config = new S3Config { BucketName = "records", KeyPrefix = prefix } });

        var obstacle = LogSource.Obstacle(delivery, "us-east-1").ShouldNotBeNull();
        obstacle.Reason.ShouldBe("invocation logging in us-east-1 writes to the bucket `records` alone");
        obstacle.Remedy.ShouldBe($"`aws s3 sync {address} logs/` fetches the records, and `--logs logs/` reads them");
    }

    [Fact]
    public void A_delivery_to_a_group_is_read_whether_there_is_a_bucket_or_not_and_none_is_an_obstacle()
    {
        var both = new LoggingConfig
        {
            S3Config = new S3Config { BucketName = "records" },
            CloudWatchConfig = new CloudWatchConfig { LogGroupName = "/bedrock/log" },
        };

        LogDelivery.Of(both).ShouldBe(new LogDelivery.Group("/bedrock/log"));
        LogSource.Obstacle(LogDelivery.Of(both), "us-east-1").ShouldBeNull();
        LogSource.Obstacle(LogDelivery.Of(new LoggingConfig()), "us-east-1")!.Reason.ShouldBe("invocation logging is off in us-east-1");
        LogSource.Obstacle(LogDelivery.Of(null), "us-east-1")!.Reason.ShouldBe("invocation logging is off in us-east-1");
    }
}
