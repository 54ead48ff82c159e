using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

/// <summary>Every row of the table that the catalogue is made from, but those that stand here with a reason.</summary>
public class RegionalPriceTests
{
    // A call of a thousand searches, and an image: they are charged by the unit, and the table has figures of its own making.
    private static readonly string[] ByUnit = ["amazon.rerank-v1:0", "amazon.titan-embed-image-v1"];

    private readonly PriceBook _book = new();

    public static TheoryData<string> Tables => ["list-prices-2026-08.csv", "more-prices-2026-11.csv"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_row_of_the_table_is_what_a_call_of_that_model_region_and_tier_costs(string table)
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Prices", table)).Skip(1).Select(line => line.Split(','))
            .Where(row => !ByUnit.Contains(row[0])).ToList();

        rows.Count.ShouldBeGreaterThan(30);
        foreach (var row in rows)
        {
            // `*` is every region that has no row; the tables have none of this one.
            var tariff = new Tariff(
                ModelId.Parse(row[0]), row[1] == "*" ? "us-east-2" : row[1], Enum.Parse<ServiceTier>(row[2], ignoreCase: true));
            var price = _book.Find(tariff, Calls.Autumn, 1000);

            price.Basis.ShouldBe(PriceBasis.Known, string.Join(',', row));
            (Math.Round(price.Input, 8), Math.Round(price.Output ?? 0, 8)).ShouldBe((Usd(row[3]), Usd(row[4])), string.Join(',', row));
        }
    }

    // By what AWS charges for Nova, not by the table: a read a quarter of the input, a write nothing.
    [Theory]
    [InlineData("amazon.nova-pro-v1:0", "ap-northeast-1", 0.24)]
    [InlineData("amazon.nova-lite-v1:0", "us-gov-west-1", 0.018)]
    [InlineData("amazon.nova-micro-v1:0", "us-east-1", 0.00875)]
    [InlineData("amazon.nova-2-lite-v1:0", "eu-west-1", 0.0825)]
    public void Nova_reads_the_cache_at_a_quarter_and_writes_it_for_nothing(string model, string region, decimal read)
    {
        var price = _book.Find(new Tariff(ModelId.Parse(model), region), Calls.Autumn, 1000);

        (price.CacheRead, price.CacheWrite5m, price.CacheWrite1h).ShouldBe((read, 0, 0));
    }

    [Theory]
    [InlineData("anthropic.claude-sonnet-4-5-20250929-v1:0", 3.96, 19.8)]
    [InlineData("openai.gpt-5.6-terra", 2.64, 15.84)]
    public void GovCloud_costs_a_fifth_more_where_no_list_has_a_line_of_it(string model, decimal input, decimal output)
    {
        var price = _book.Find(new Tariff(ModelId.Parse(model), "us-gov-west-1"), Calls.Autumn, 1000);

        (price.Input, price.Output).ShouldBe((input, output));
        price.Source.ShouldContain("us-gov-west-1 ×1.2");
    }

    [Theory]
    [InlineData("us.amazon.nova-pro-v1:0", 1, 4)]
    [InlineData("anthropic.claude-3-5-haiku-20241022-v1:0", 1, 5)]
    public void Latency_optimized_inference_costs_a_quarter_more(string model, decimal input, decimal output)
    {
        var price = _book.Find(new Tariff(ModelId.Parse(model), "us-east-2", IsLatencyOptimized: true), Calls.Autumn, 1000);

        (price.Input, price.Output).ShouldBe((input, output));
    }

    [Theory]
    [InlineData("eu.amazon.nova-pro-v1:0")]
    [InlineData("arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0")]
    public void A_geographic_profile_costs_what_the_region_that_is_called_costs(string model)
    {
        var call = Calls.To(model, new TokenUsage(1_000_000)) with
        {
            Id = new RecordId("111122223333", "eu-central-1", "r"),
            InferenceRegion = "eu-north-1",
        };

        _book.Price(call).Cost.Amount.ShouldBe(1.05m);
    }

    // The mantle endpoint's name, and the runtime's.
    [Theory]
    [InlineData("openai.gpt-oss-120b", "openai.gpt-oss-120b-1:0")]
    [InlineData("openai.gpt-oss-20b", "openai.gpt-oss-20b-1:0")]
    [InlineData("qwen.qwen3-coder-30b-a3b-instruct", "qwen.qwen3-coder-30b-a3b-v1:0")]
    [InlineData("qwen.qwen3-coder-480b-a35b-instruct", "qwen.qwen3-coder-480b-a35b-v1:0")]
    [InlineData("qwen.qwen3-235b-a22b-2507", "qwen.qwen3-235b-a22b-2507-v1:0")]
    [InlineData("qwen.qwen3-32b", "qwen.qwen3-32b-v1:0")]
    [InlineData("qwen.qwen3-vl-235b-a22b-instruct", "qwen.qwen3-vl-235b-a22b")]
    [InlineData("deepseek.v3.1", "deepseek.v3-v1:0")]
    [InlineData("moonshotai.kimi-k2-thinking", "moonshot.kimi-k2-thinking")]
    [InlineData("openai.gpt-5.4-2026-03-05", "openai.gpt-5.4")]
    [InlineData("mistral.ministral-3-14b", "mistral.ministral-3-14b-instruct")]
    public void Every_spelling_of_a_model_has_its_price(string mantle, string runtime)
    {
        var price = Price(mantle);

        price.Basis.ShouldBe(PriceBasis.Known);
        price.ShouldBe(Price(runtime));
        Price Price(string model) => _book.Find(new Tariff(ModelId.Parse(model), "ap-south-1"), Calls.Autumn, 1000);
    }

    [Fact]
    public void A_spelling_of_two_known_models_is_one_where_their_prices_are()
    {
        foreach (var same in KnownModels.Ids.GroupBy(ModelSpelling.Known.Canonical).Where(group => group.Count() > 1))
        {
            same.Select(id => _book.Find(new Tariff(ModelId.Parse(id), "us-east-1"), Calls.Autumn, 1)).Distinct()
                .ShouldHaveSingleItem(string.Join(", ", same));
        }
    }

    private static decimal Usd(string text) =>
        Math.Round(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), 8);
}
