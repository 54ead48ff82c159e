using System.Text.Json;
using Amazon.CostExplorer;
using Amazon.Runtime;
using KillSwitch.Aws.Bills;
using KillSwitch.Aws.Tests.Api;
using KillSwitch.Core.Bills;
using KillSwitch.Core.Money;

namespace KillSwitch.Aws.Tests.Bills;

public class CostExplorerBillTests
{
    private static readonly DateOnly Day = new(2026, 11, 28);

    [Fact]
    public async Task A_day_is_asked_for_by_service_then_by_usage_type_and_region_and_costs_three_requests()
    {
        using var endpoint = new ScriptedEndpoint(
            Groups(("Amazon Bedrock", null), ("Amazon Simple Storage Service", null), ("Claude Opus 4.7 (Amazon Bedrock Edition)", null)),
            Groups(("USE1-MP:USE1_input_tokens_standard-Units", "us-east-1"), ("EU-gpt-oss-120b-input-tokens", "eu-west-1")),
            Groups(
                ("Claude Opus 4.7 (Amazon Bedrock Edition)", "USE1-MP:USE1_input_tokens_standard-Units"),
                ("Amazon Bedrock", "EU-gpt-oss-120b-input-tokens")));

        var bill = await AskAsync(endpoint);

        bill.ShouldBe(
        [
            new BilledUsage("Claude Opus 4.7 (Amazon Bedrock Edition)", "USE1-MP:USE1_input_tokens_standard-Units", "us-east-1", 4, "Units",
                new Usd(22)),
            new BilledUsage("Amazon Bedrock", "EU-gpt-oss-120b-input-tokens", "eu-west-1", 4, "Units", new Usd(22)),
        ]);
        endpoint.Requests.Select(asked => asked.Target).ShouldBe(Enumerable.Repeat("AWSInsightsIndexService.GetCostAndUsage", 3));
        endpoint.Requests[0].Body.ShouldBe(
            """{"TimePeriod":{"Start":"2026-11-28","End":"2026-11-29"},"Granularity":"DAILY","Filter":{"And":[{"Dimensions":{"Key":"RECORD_TYPE","Values":["Usage"]}},{"Dimensions":{"Key":"LINKED_ACCOUNT","Values":["111122223333"]}}]},"Metrics":["UnblendedCost","UsageQuantity"],"GroupBy":[{"Type":"DIMENSION","Key":"SERVICE"}]}""");
        endpoint.Requests[1].Body.ShouldContain(
            """{"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock","Claude Opus 4.7 (Amazon Bedrock Edition)"]}}""");
        endpoint.Requests[1].Body.ShouldEndWith(
            """{"Type":"DIMENSION","Key":"USAGE_TYPE"},{"Type":"DIMENSION","Key":"REGION"}]}""");
        endpoint.Requests[2].Body.ShouldEndWith(
            """{"Type":"DIMENSION","Key":"SERVICE"},{"Type":"DIMENSION","Key":"USAGE_TYPE"}]}""");
    }

    [Fact]
    public async Task Without_a_model_of_the_Marketplace_two_requests_are_enough()
    {
        using var endpoint = new ScriptedEndpoint(
            Groups(("Amazon Bedrock", null), ("Amazon Bedrock Service", null)),
            Groups(("USE1-gpt-oss-120b-input-tokens", "us-east-1"), ("Guardrail-TopicPolicyUnitsConsumed", "NoRegion")));

        (await AskAsync(endpoint)).Select(line => (line.UsageType, line.Region)).ShouldBe(
            [("USE1-gpt-oss-120b-input-tokens", "us-east-1"), ("Guardrail-TopicPolicyUnitsConsumed", "")]);
        endpoint.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_Bedrock_one_is_enough()
    {
        using var endpoint = new ScriptedEndpoint(Groups(("Amazon Simple Storage Service", null)));

        (await AskAsync(endpoint)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_is_read()
    {
        using var endpoint = new ScriptedEndpoint(
            Groups(("Amazon Bedrock", null)),
            Groups("next", ("USE1-gpt-oss-120b-input-tokens", "us-east-1")), Groups(("USE1-gpt-oss-120b-output-tokens", "us-east-1")));

        (await AskAsync(endpoint)).Count.ShouldBe(2);
        endpoint.Requests[2].Body.ShouldEndWith(""","NextPageToken":"next"}""");
    }

    [Fact]
    public async Task Two_days_are_asked_for_together_and_those_between_are_left_out()
    {
        using var endpoint = new ScriptedEndpoint(
            Groups(("Amazon Bedrock", null)), Groups(("USE1-gpt-oss-120b-input-tokens", "us-east-1")));

        (await AskAsync(endpoint, [Day, Day.AddDays(-2)])).ShouldHaveSingleItem();
        endpoint.Requests[1].Body.ShouldStartWith("""{"TimePeriod":{"Start":"2026-11-26","End":"2026-11-29"}""");

        using var between = new ScriptedEndpoint(
            Groups(("Amazon Bedrock", null)), Groups(("USE1-gpt-oss-120b-input-tokens", "us-east-1")));
        (await AskAsync(between, [Day.AddDays(1), Day.AddDays(-1)])).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<BilledUsage>> AskAsync(ScriptedEndpoint endpoint, DateOnly[]? days = null)
    {
        using var client = new AmazonCostExplorerClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new AmazonCostExplorerConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        return [.. (await new CostExplorerBill(client, "111122223333").ReadAsync(days ?? [Day], default))[Day]];
    }

    private static ScriptedEndpoint.Answer Groups(params (string, string?)[] keys) => Groups(null, keys);

    private static ScriptedEndpoint.Answer Groups(string? next, params (string First, string? Second)[] keys) => new(
        200,
        JsonSerializer.Serialize(new
        {
            NextPageToken = next,
            ResultsByTime = new[]
            {
                new
                {
                    TimePeriod = new { Start = "2026-11-28", End = "2026-11-29" },
                    Groups = keys.Select(key => new
                    {
                        Keys = key.Second is null ? new[] { key.First } : [key.First, key.Second],
                        Metrics = new
                        {
                            UnblendedCost = new { Amount = "22.0", Unit = "USD" },
                            UsageQuantity = new { Amount = "4", Unit = "Units" },
                        },
                    }),
                },
            },
        }),
        "application/x-amz-json-1.1");
}
