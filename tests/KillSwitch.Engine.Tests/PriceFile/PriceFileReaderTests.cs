using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.PriceFile;
using KillSwitch.Engine.Yaml;

namespace KillSwitch.Engine.Tests.PriceFile;

public class PriceFileReaderTests
{
    private const string Profile = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3";

    [Fact]
    public void Every_field_of_a_price_is_read()
    {
        var result = PriceFileReader.Read("""
            # our private offer
            version: 1
            prices:
              - model: anthropic.claude-opus-4-6-v1
                scope: regional
                from: 2026-01-01
                aboveInputTokens: 200_000
                input: 4.95
                output: 24.75
                cacheRead: 0.495
                cacheWrite5m: 6.1875
                cacheWrite1h: 9.9
                source: private offer 2026
              - { model: "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3", input: 1_000 }
            """);

        result.Problems.ShouldBeEmpty();
        result.Prices.ShouldBe(
        [
            new PriceEntry
            {
                Model = "anthropic.claude-opus-4-6-v1",
                Scope = PriceScope.Regional,
                From = new DateOnly(2026, 1, 1),
                AboveInputTokens = 200_000,
                Input = 4.95m,
                Output = 24.75m,
                CacheRead = 0.495m,
                CacheWrite5m = 6.1875m,
                CacheWrite1h = 9.9m,
                Source = "private offer 2026",
            },
            new PriceEntry { Model = Profile, Input = 1000m, Source = "own price" },
        ]);
    }

    [Fact]
    public void A_price_is_of_a_region_a_tier_and_a_latency_and_a_cache_may_be_free()
    {
        var result = PriceFileReader.Read("""
            version: 1
            prices:
              - { model: a.b, input: 3, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
              - { model: a.b, input: 4, region: eu-central-1 }
              - { model: a.b, input: 5, tier: flex }
              - { model: a.b, input: 6, latency: optimized }
              - { model: a.b, input: 7, region: eu-central-1, tier: flex, latency: optimized, scope: global }
            """);

        result.Problems.ShouldBeEmpty();
        result.Prices.Select(price => (price.Input, price.Region, price.Tier, price.IsLatencyOptimized, price.CacheRead)).ShouldBe(
        [
            (3, null, ServiceTier.Standard, false, 0),
            (4, "eu-central-1", ServiceTier.Standard, false, null),
            (5, null, ServiceTier.Flex, false, null),
            (6, null, ServiceTier.Standard, true, null),
            (7, "eu-central-1", ServiceTier.Flex, true, null),
        ]);
    }

    [Fact]
    public void A_price_that_was_read_is_the_price_in_force()
    {
        var own = PriceFileReader.Read("version: 1\nprices: [{ model: anthropic.claude-opus-4-6, input: 4.4 }]").Prices;

        var price = new PriceBook(own)
            .Find(new Tariff(ModelId.Parse("us.anthropic.claude-opus-4-6-v1"), "us-east-1"), DateTimeOffset.UnixEpoch, 1);

        (price.Input, price.Output, price.Source).ShouldBe((4.4m, 27.5m, "own price; genai-prices 0.1.8"));
    }

    [Theory]
    [InlineData("prices: []", 1, 1, "`version` is missing")]
    [InlineData("version: 1", 1, 1, "`prices` is missing")]
    [InlineData("version: 2\nprices: []", 1, 10, "`2` is no version of a price file; allowed is `1`")]
    [InlineData("version: 1\nprices: {}", 2, 9, "`prices` is a list")]
    [InlineData("version: 1\nprices: []\nprice: 3", 3, 1, "`price` is no key here; allowed are `version`, `prices`")]
    [InlineData("version: 1\nprices:\n  - 3", 3, 5, "a price is a mapping with `model` and what its tokens cost")]
    [InlineData("version: 1\nprices:\n  - { input: 3 }", 3, 5, "`model` is missing")]
    [InlineData("version: 1\nprices:\n  - { model: a.b }", 3, 5,
        "this price costs nothing; name at least one of `input`, `output`, `cacheRead`, `cacheWrite5m`, `cacheWrite1h`")]
    [InlineData("version: 1\nprices:\n  - { model: a b, input: 3 }", 3, 14,
        "`a b` is no model id; allowed is an id such as `anthropic.claude-opus-4-6-v1`, or an ARN")]
    [InlineData("version: 1\nprices:\n  - { model: global.a.b, input: 3 }", 3, 14,
        "`global.a.b` is a way to call a model; write `model: a.b`, and `scope: global` if only that scope has this price")]
    [InlineData("version: 1\nprices:\n  - { model: eu.a.b, input: 3 }", 3, 14,
        "`eu.a.b` is a way to call a model; write `model: a.b`, and `scope: regional` if only that scope has this price")]
    [InlineData(
        "version: 1\nprices:\n  - { model: a.b, input: 3, scope: eu }", 3, 36, "`eu` is no scope; allowed are `regional`, `global`, `any`")]
    [InlineData("version: 1\nprices:\n  - { model: a.b, input: 3, from: 1.2.2026 }", 3, 35,
        "`1.2.2026` is no day; allowed is a day such as `2026-01-01`")]
    [InlineData("version: 1\nprices:\n  - { model: a.b, input: 3, aboveInputTokens: 0 }", 3, 47,
        "`0` is no number of tokens; allowed is a whole number above zero")]
    [InlineData("version: 1\nprices:\n  - { model: a.b, inputs: 3 }", 3, 19,
        "`inputs` is no key here; allowed are `model`, `scope`, `from`, `aboveInputTokens`, `input`, `output`, `cacheRead`, "
        + "`cacheWrite5m`, `cacheWrite1h`, `source`, `region`, `tier`, `latency`", 2)]
    [InlineData("version: 1\nprices:\n  - { model: a.b, input: 3, region: Frankfurt }", 3, 37,
        "`Frankfurt` is no region; allowed is a region such as `eu-central-1`")]
    [InlineData("version: 1\nprices:\n  - { model: a.b, input: 3, tier: reserved }", 3, 35,
        "`reserved` is no service tier; allowed are `standard`, `flex`, `priority`, `batch`")]
    [InlineData("version: 1\nprices:\n  - { model: a.b, input: 3, latency: low }", 3, 38,
        "`low` is no latency; allowed are `standard`, `optimized`")]
    [InlineData("version: 1\nprices:\n  - { model: a.b, input: 3, cacheRead: -1 }", 3, 40,
        "`-1` is no price; allowed are US dollars per million tokens, zero where it is free, at most 100000, with at most 9 decimals")]
    [InlineData("version: 1\nprices:\n  - { model: a.b, input: [3] }", 3, 26, "`input` is empty or no single value")]
    [InlineData("version: 1\nprices:\n  - { model: a.b, input: }", 3, 26, "`input` is empty or no single value")]
    [InlineData("version: 1\nprices:\n  - { model: a.b-v1, input: 3 }\n  - { model: \"a.b-v1:0\", input: 4 }", 4, 5,
        "`a.b-v1:0` has this price twice: same scope, region, tier, latency, day and length")]
    [InlineData("", 1, 1, "a price file is a mapping of keys to values, and this is none")]
    [InlineData("- 1", 1, 1, "a price file is a mapping of keys to values, and this is none")]
    [InlineData("version: 1\nprices: []\n---\nversion: 1", 1, 1, "a price file is one YAML document, and here are 2")]
    public void A_mistake_is_told_where_it_stands_with_what_is_allowed(
        string yaml, long line, long column, string message, int problems = 1)
    {
        var result = PriceFileReader.Read(yaml);

        result.Prices.ShouldBeEmpty();
        result.Problems.Count.ShouldBe(problems);
        result.Problems.ShouldContain(new YamlProblem(line, column, message));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("5,5")]
    [InlineData("$5")]
    [InlineData("100_001")]
    [InlineData("_5")]
    [InlineData("0.0000000001")]
    [InlineData(".nan")]
    [InlineData("free")]
    public void A_price_is_a_plain_amount_above_zero(string amount)
    {
        var problem = PriceFileReader.Read($"version: 1\nprices:\n  - model: a.b\n    input: '{amount}'").Problems.ShouldHaveSingleItem();

        (problem.Line, problem.Column).ShouldBe((4, 12));
        problem.Message.ShouldBe(
            $"`{amount}` is no price; allowed are US dollars per million tokens, above zero, at most 100000, with at most 9 decimals");
    }

    [Fact]
    public void Every_mistake_is_told_at_once_in_the_order_of_the_file()
    {
        var result = PriceFileReader.Read("""
            version: 3
            prices:
              - model: us.a.b
                input: 0
                outptu: 3
              - scope: eu
            more: 1
            """);

        result.Problems.Select(problem => problem.Line).ShouldBe([1, 3, 4, 5, 6, 6, 6, 7]);
    }

    [Theory]
    [InlineData("version: 1\nprices: [", 3)]
    [InlineData("version: 1\nversion: 1", 2)]
    public void What_is_no_yaml_is_told_and_never_thrown(string yaml, long line)
    {
        var problem = PriceFileReader.Read(yaml).Problems.ShouldHaveSingleItem();

        problem.Line.ShouldBe(line);
        problem.Message.ShouldStartWith("this is not YAML: ");
    }
}
