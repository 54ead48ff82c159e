using System.Text;
using KillSwitch.Core.PriceLists;

namespace KillSwitch.Core.Tests.PriceLists;

public class PriceListReaderTests
{
    private static readonly DateOnly Day = new(2026, 5, 4);

    private static ListedPrices Read(params IEnumerable<Sku> skus) =>
        PriceListReader.Read("us-east-1", "20260504235304", Day, skus, new ModelNames());

    private static Sku Row(string usage, string model = "", decimal usd = 0.001m, string unit = "1K tokens") =>
        new(usage, usage) { ServiceName = "Amazon Bedrock", Model = model, Region = "us-east-1", Unit = unit, Usd = usd };

    [Fact]
    public void Every_published_row_is_a_price_of_the_amount_that_stands_beside_it()
    {
        foreach (var (sku, expected) in PublishedSkus.All)
        {
            var entries = Read(sku).Entries;
            if (expected.GetProperty("kind").GetString() == "skip")
            {
                entries.ShouldBeEmpty(sku.UsageType);
                continue;
            }

            var amount = expected.GetProperty("usdPerMillionTokens").GetDecimal();
            var entry = entries.ShouldHaveSingleItem(sku.UsageType);
            PriceChange.Kinds(entry).Single(one => one.Amount is not null).ShouldBe((expected.GetProperty("kind").GetString()!, amount));
            entry.Region.ShouldBe("us-east-1");
            entry.Source.ShouldBe("AWS price list 20260504235304");
        }
    }

    [Theory]
    [InlineData("offer-AmazonBedrock.json", "AmazonBedrock", 2, "amazon.nova-micro-v1:0")]
    [InlineData("offer-AmazonBedrockFoundationModels.json", "AmazonBedrockFoundationModels", 8, "anthropic.claude-3-5-sonnet-20240620-v1:0 anthropic.claude-opus-4-7-v1:0 anthropic.claude-sonnet-4-6-v1:0")]
    public void An_offer_file_is_read_as_a_whole(string file, string code, int prices, string models)
    {
        var offer = OfferFile.Read(PublishedSkus.Bytes(file), code);
        (offer.Version, offer.Published).ShouldBe(("20260504235304", Day));
        offer.Skus.Count.ShouldBe(PublishedSkus.All.Count(one => one.Sku.ServiceName == "Amazon Bedrock" == (code == "AmazonBedrock")));
        foreach (var sku in offer.Skus)
            PublishedSkus.All.Select(one => one.Sku).ShouldContain(sku);

        var read = Read(offer.Skus);
        read.Entries.Count.ShouldBe(prices);
        string.Join(' ', read.Entries.Select(entry => entry.Model).Distinct().Order(StringComparer.Ordinal)).ShouldBe(models);
        (read.Unjoined.Count, read.NotTaken.Count, read.Units.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void A_free_cache_is_free_and_free_words_are_unknown()
    {
        var entry = Read(
            Row("USE1-NovaMicro-cache-write-input-token-count", "Nova Micro", 0), Row("USE1-NovaMicro-input-tokens", "Nova Micro", 0),
            Row("USE1-NovaMicro-output-tokens", "Nova Micro", 0.00014m)).Entries.ShouldHaveSingleItem();
        (entry.Input, entry.Output, entry.CacheWrite5m, entry.CacheRead).ShouldBe((null, 0.14m, 0, null));
    }

    [Theory]
    [InlineData("1K tokens", 2000)]
    [InlineData("1k tokens", 2000)]
    [InlineData("1M tokens", 2)]
    [InlineData("Units", 2)]
    public void Units_are_a_million_tokens_where_the_usage_type_names_tokens(string unit, decimal expected) =>
        Read(Row("USE1-openai.gpt-oss-20b-mantle-input-tokens-standard", usd: 2, unit: unit)).Entries.ShouldHaveSingleItem().Input
            .ShouldBe(expected);

    [Fact]
    public void A_unit_that_is_unknown_is_said_and_not_taken()
    {
        var read = Read(Row("USE1-NovaMicro-input-tokens", "Nova Micro", unit: "Bushels"));
        read.Entries.ShouldBeEmpty();
        read.NotTaken.ShouldBe(["`USE1-NovaMicro-input-tokens`: the unit `Bushels` is unknown"]);
    }

    [Fact]
    public void A_long_context_has_the_length_that_the_embedded_price_knows()
    {
        var read = Read(
            Row("UGW1-openai.gpt-5.6-terra-mantle-cache-write-tokens-30m-long-ctx-standard", usd: 6.60m, unit: "1M tokens"),
            Row("USE1-xai.grok-4.7-mantle-input-tokens-long-ctx-standard"));
        var entry = read.Entries.ShouldHaveSingleItem();
        (entry.Model, entry.AboveInputTokens, entry.CacheWrite5m).ShouldBe(("openai.gpt-5.6-terra", 271999, 6.60m));
        read.NotTaken.ShouldHaveSingleItem().ShouldContain("from which length on");
    }

    [Fact]
    public void One_model_has_one_price_whichever_endpoint_lists_it()
    {
        var read = Read(
            Row("USE1-openai.gpt-oss-120b-mantle-input-tokens-standard", usd: 0.00015m),
            Row("USE1-gpt-oss-120b-output-tokens", usd: 0.0006m));
        var entry = read.Entries.ShouldHaveSingleItem();
        (entry.Input, entry.Output).ShouldBe((0.15m, 0.6m));
    }

    [Fact]
    public void Of_two_prices_the_dearer_counts_and_that_is_said()
    {
        var read = Read(Row("USE1-NovaMicro-input-tokens", "Nova Micro", 0.002m), Row("USE1-NovaMicro-input-tokens", "Nova Micro"));
        read.Entries.ShouldHaveSingleItem().Input.ShouldBe(2);
        read.NotTaken.ShouldHaveSingleItem().ShouldContain("two prices");
    }

    [Fact]
    public void What_is_surely_no_known_model_is_reported_by_its_name()
    {
        var read = Read(Row("USE1-NovaUltra-input-tokens", "Nova Ultra"), Row("USE1-Claude9Opus-input-tokens"));
        read.Entries.ShouldBeEmpty();
        read.Unjoined.ShouldBe(["Nova Ultra", "claude9opus"]);
    }

    [Fact]
    public void A_row_that_names_two_models_is_neithers() =>
        Read(Row("USE1-Nova2.0Lite-input-tokens", "Nova Lite")).Entries.ShouldBeEmpty();

    [Fact]
    public void Rows_of_another_region_are_left_out() =>
        Read(Row("EUC1-NovaMicro-input-tokens", "Nova Micro") with { Region = "eu-central-1" }).Entries.ShouldBeEmpty();

    [Theory]
    [InlineData("", "no whole price list: no valid JSON in line 1")]
    [InlineData("<html>503</html>", "no whole price list: no valid JSON in line 1")]
    [InlineData("[]", "no whole price list: a part of it is of another kind")]
    [InlineData("""{"formatVersion":"v1.0","offerCode":"AmazonBedrock","version":"1"}""", "no whole price list: a part of it is missing")]
    [InlineData("""{"formatVersion":"v2.0"}""", "format `v2.0`")]
    [InlineData("""{"formatVersion":"v1.0","offerCode":"AmazonEC2"}""", "list of `AmazonEC2`")]
    [InlineData("""{"formatVersion":"v1.0","offerCode":"AmazonBedrock","version":"1","publicationDate":"2026-01-01T00:00:00Z","products":{},"terms":{}}""", "lists nothing")]
    public void What_is_no_whole_list_is_none(string text, string why) =>
        Should.Throw<FormatException>(() => OfferFile.Read(Encoding.UTF8.GetBytes(text), "AmazonBedrock")).Message.ShouldContain(why);

    [Fact]
    public void Wherever_a_file_is_cut_off_it_is_none()
    {
        var whole = PublishedSkus.Bytes("offer-AmazonBedrock.json").AsMemory().TrimEnd("\n"u8);
        for (var length = 0; length < whole.Length; length += 97)
            Should.Throw<FormatException>(() => OfferFile.Read(whole[..length], "AmazonBedrock"));
    }
}
