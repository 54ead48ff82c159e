using Amazon.CloudWatch;
using Amazon.Runtime;
using KillSwitch.Aws.Metrics;
using KillSwitch.Aws.Tests.Api;

namespace KillSwitch.Aws.Tests.Metrics;

public class MetricSeriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 4, 24, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_counted_on_several_pages_is_one_series()
    {
        using var endpoint =
            new ScriptedEndpoint(Page(Start, 3, "<NextToken>2</NextToken>"), Page(Start.AddMinutes(1), 4, "<NextToken>3</NextToken>"),
            Page(Start.AddMinutes(2), 5, ""));
        using var client = new AmazonCloudWatchClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"), new AmazonCloudWatchConfig
            {
                ServiceURL = endpoint.Url,
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
            });
        var asked = new MetricSeries.Asked(BedrockMetrics.All[0], BedrockMetrics.All[0].Calls, "amazon.nova-lite-v1:0");

        var series = await MetricSeries.ReadAsync(client, [asked], Start, Start.AddMinutes(3), TimeSpan.FromMinutes(1), default);

        series[asked].Values.ShouldBe([3, 4, 5]);
        endpoint.Requests[2].Body.ShouldContain("NextToken=3");
    }

    private static ScriptedEndpoint.Answer Page(DateTimeOffset minute, int count, string next) => new(200, $"""
        <GetMetricDataResponse><GetMetricDataResult><MetricDataResults><member><Id>m0</Id><StatusCode>PartialData</StatusCode><Timestamps><member>{minute.UtcDateTime:O}</member></Timestamps>
        <Values><member>{count}</member></Values></member></MetricDataResults>{next}</GetMetricDataResult></GetMetricDataResponse>
        """);
}
