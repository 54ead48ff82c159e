using System.Globalization;
using Amazon.CloudWatch;
using KillSwitch.Aws.Metrics;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Scopes;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Metrics;

public class CloudWatchMetricsTests(MotoServer server)
{
    private const string Opus = "us.anthropic.claude-opus-4-6-v1";

    // The emulator keeps no metric that is older than now, as far as its listing goes.
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60 * 60);

    [Fact]
    public async Task Models_are_found_and_counted_by_the_minute_under_either_spelling_of_the_cache_metrics()
    {
        var account = await server.NewAccountAsync();
        await PutAsync(account, "AWS/Bedrock", 3, ("Invocations", 2), ("InputTokenCount", 1000), ("OutputTokenCount", 50),
            ("CacheReadInputTokens", 400), ("CacheWriteInputTokenCount", 30), ("CacheWriteInputTokens", 30));
        await PutAsync(account, "AWS/Bedrock", 1, ("Invocations", 1), ("InputTokenCount", 500), ("OutputTokenCount", 5));

        var reading = await ReadAsync(account);

        reading.Minutes.ShouldBe(
        [
            new("us-east-1", BedrockEndpoint.Runtime, ModelId.Parse(Opus), Now.AddMinutes(-3).ToUnixTimeSeconds(), 2,
                new TokenUsage(1000, 50, 400, 30)),
            new("us-east-1", BedrockEndpoint.Runtime, ModelId.Parse(Opus), Now.AddMinutes(-1).ToUnixTimeSeconds(), 1,
                new TokenUsage(500, 5)),
        ]);
    }

    [Fact]
    public async Task The_mantle_endpoint_has_metrics_of_its_own()
    {
        var account = await server.NewAccountAsync();
        await PutAsync(account, "AWS/BedrockMantle", 2, "Model", "openai.gpt-oss-120b", ("Inferences", 4), ("TotalInputTokens", 900),
            ("TotalOutputTokens", 90));

        var minute = (await ReadAsync(account)).Minutes.Single();

        (minute.Endpoint, minute.Model.Id, minute.Calls, minute.Tokens)
            .ShouldBe((BedrockEndpoint.Mantle, "openai.gpt-oss-120b", 4, new TokenUsage(900, 90)));
    }

    [Fact]
    public async Task Calls_that_are_published_under_more_dimensions_too_count_once()
    {
        var account = await server.NewAccountAsync();
        await PutAsync(account, "AWS/Bedrock", 2, ("Invocations", 1), ("InputTokenCount", 10), ("OutputTokenCount", 1));
        await account.QueryAsync(
            "monitoring", "PutMetricData",
            [("Namespace", "AWS/Bedrock"),
            .. Datum(1, 2, "Invocations", 1, ("ModelId", Opus), ("ServiceTier", "default"), ("ResolvedServiceTier", "default"))]);
        await PutAsync(account, "AWS/Bedrock", 2, "ModelId", "Across all model IDs", ("ModelInvocationLogsCloudWatchDeliverySuccess", 9));

        (await ReadAsync(account)).Minutes.Single().Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Of_the_mantle_endpoint_the_same_calls_are_told_by_project_where_somebody_asks()
    {
        var account = await server.NewAccountAsync();
        await PutAsync(account, "AWS/BedrockMantle", 2, "Model", "openai.gpt-oss-120b", ("Inferences", 4), ("TotalInputTokens", 900),
            ("TotalOutputTokens", 90));
        await PutAsync(account, "AWS/BedrockMantle", 2, "Project", "default", ("Inferences", 4));
        foreach (var (project, calls) in ((string, int)[])[("default", 1), ("proj_01", 3)])
        {
            await account.QueryAsync(
                "monitoring", "PutMetricData",
                [("Namespace", "AWS/BedrockMantle"),
                // The emulator takes dimensions in another order for others.
                .. Datum(1, 2, "Inferences", calls, ("Model", "openai.gpt-oss-120b"), ("Project", project)),
                .. Datum(2, 2, "TotalInputTokens", calls * 200, ("Model", "openai.gpt-oss-120b"), ("Project", project))]);
        }

        using var client = new AmazonCloudWatchClient(account.Credentials, account.Settings<AmazonCloudWatchConfig>());
        var metrics = new CloudWatchMetrics(client, TestAccount.Region) { ByProject = true };
        var reading = await metrics.ReadAsync(Now.AddHours(-1), Now, default);

        var all = reading.Minutes.ShouldHaveSingleItem();
        (all.Project, all.Calls, all.Tokens).ShouldBe((null, 4, new TokenUsage(900, 90)));
        reading.ByProject.OrderBy(minute => minute.Project, StringComparer.Ordinal)
            .Select(minute => (minute.Project, minute.Model.Id, minute.Calls, minute.Tokens)).ShouldBe(
            [
                ("default", "openai.gpt-oss-120b", 1, new TokenUsage(200)),
                ("proj_01", "openai.gpt-oss-120b", 3, new TokenUsage(600)),
            ]);
        (await ReadAsync(account)).ByProject.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tokens_are_asked_for_only_while_calls_change()
    {
        var account = await server.NewAccountAsync();
        await PutAsync(account, "AWS/Bedrock", 30, ("Invocations", 1), ("InputTokenCount", 10), ("OutputTokenCount", 1));
        using var client = new AmazonCloudWatchClient(account.Credentials, account.Settings<AmazonCloudWatchConfig>());
        var metrics = new CloudWatchMetrics(client, TestAccount.Region);

        var first = await metrics.ReadAsync(Now.AddHours(-1), Now, default);
        var settling = await metrics.ReadAsync(Now.AddHours(-1), Now.AddMinutes(2), default);
        var settled = await metrics.ReadAsync(Now.AddHours(-1), Now.AddMinutes(10), default);

        (first.MetricsRequested, settling.MetricsRequested, settled.MetricsRequested).ShouldBe((3, 3, 1));
        settled.Minutes.ShouldBe(first.Minutes);
    }

    private static async Task<MetricReading> ReadAsync(TestAccount account)
    {
        using var client = new AmazonCloudWatchClient(account.Credentials, account.Settings<AmazonCloudWatchConfig>());
        return await new CloudWatchMetrics(client, TestAccount.Region).ReadAsync(Now.AddHours(-1), Now, default);
    }

    private static Task<System.Xml.Linq.XElement> PutAsync(
        TestAccount account, string metrics, int minutesAgo, params (string Name, int Value)[] values) =>
        PutAsync(account, metrics, minutesAgo, "ModelId", Opus, values);

    private static Task<System.Xml.Linq.XElement> PutAsync(
        TestAccount account, string metrics, int minutesAgo, string dimension, string model, params (string Name, int Value)[] values) =>
        account.QueryAsync(
            "monitoring", "PutMetricData",
            [("Namespace", metrics),
            .. values.SelectMany((value, i) => Datum(i + 1, minutesAgo, value.Name, value.Value, (dimension, model)))]);

    private static IEnumerable<(string, string)> Datum(
        int n, int minutesAgo, string name, int value, params (string Name, string Value)[] dimensions)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"MetricData.member.{n}.");
        yield return (prefix + "MetricName", name);
        yield return (prefix + "Value", value.ToString(CultureInfo.InvariantCulture));
        yield return (prefix + "Timestamp", Now.AddMinutes(-minutesAgo).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        for (var i = 0; i < dimensions.Length; i++)
        {
            yield return ($"{prefix}Dimensions.member.{i + 1}.Name", dimensions[i].Name);
            yield return ($"{prefix}Dimensions.member.{i + 1}.Value", dimensions[i].Value);
        }
    }
}
