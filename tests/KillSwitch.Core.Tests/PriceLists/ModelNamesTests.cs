using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.PriceLists;

public class ModelNamesTests
{
    private static readonly ModelNames Names = new();

    private static readonly (string Name, string Id)[] Known =
    [
        .. ModelNames.Reviewed.Select(one => (one.Key, one.Value)), .. KnownModels.Ids.Select(id => (id, id)),
    ];

    [Fact]
    public void Every_name_of_the_table_is_a_model_that_has_a_price()
    {
        var known = KnownModels.Ids.Select(ModelSpelling.Known.Canonical).Append("deepseek.v3").ToHashSet();
        foreach (var (name, id) in ModelNames.Reviewed)
            known.ShouldContain(ModelSpelling.Known.Canonical(id), name);
    }

    /// <summary>
    /// A row of each name alone is a price of that model and of no other: every price is asked for by every model's id.
    /// </summary>
    [Fact]
    public void Models_whose_names_merely_resemble_each_other_never_share_a_price()
    {
        var spelling = ModelSpelling.Known;
        foreach (var (name, id) in Known)
        {
            var row = new Sku("1", $"USE1-{name.Replace(' ', '-')}-input-tokens")
            {
                Model = name,
                Region = "us-east-1",
                Unit = "1M tokens",
                Usd = 7,
            };
            var entries = PriceListReader.Read("us-east-1", "1", new DateOnly(2026, 1, 1), [row], Names).Entries;
            var priced = entries.Select(entry => spelling.Canonical(entry.Model)).ToList();
            priced.ShouldBe([spelling.Canonical(id)], name);
            var layer = new PriceLayer(entries, spelling);
            layer.Models.ShouldBe([spelling.Canonical(id)]);
        }
    }

    /// <summary>Whatever is added to a name, or left out, it is that model's no longer; at most it is another's whole name.</summary>
    [Fact]
    public void A_part_of_a_name_is_no_name()
    {
        foreach (var (name, id) in ModelNames.Reviewed)
        {
            for (var length = 1; length < name.Length; length++)
                ShouldBeNoOthers(name[..length]);
            foreach (var more in (string[])["x", " 2", ".5", "0", " plus", " mini", " instruct v9"])
                ShouldBeNoOthers(name + more);
            Names.Find(name).ShouldBe(id);
        }

        static void ShouldBeNoOthers(string name)
        {
            var found = Names.Find(name);
            if (!ModelNames.Reviewed.ContainsKey(ModelNames.Plain(name)) && !name.Contains('.', StringComparison.Ordinal))
                found.ShouldBeNull(name);
        }
    }

    [Theory]
    [InlineData("Claude Opus 4.7", "Claude Opus 4.6")]
    [InlineData("Claude Haiku 4.5", "Claude Haiku 5.5")]
    [InlineData("gpt-oss-20b", "gpt-oss-120b")]
    [InlineData("Nova Lite", "Nova 2 Lite")]
    [InlineData("Llama 3.1 8B", "Llama 3 8B")]
    [InlineData("Claude 3.5 Sonnet", "Claude 3.5 Sonnet v2")]
    [InlineData("Mistral Large (24.02)", "Mistral Large 3")]
    [InlineData("GLM 4.7", "GLM 4.7 Flash")]
    [InlineData("Kimi K2 Thinking", "Kimi K2.5")]
    public void Neighbours_are_two(string one, string other)
    {
        var (a, b) = (Names.Find(one), Names.Find(other));
        a.ShouldNotBeNull();
        b.ShouldNotBeNull();
        ModelSpelling.Known.Canonical(a).ShouldNotBe(ModelSpelling.Known.Canonical(b));
    }

    [Fact]
    public void What_Bedrock_offers_is_known_by_its_very_name()
    {
        var names = new ModelNames([("Nova Ultra", "amazon.nova-ultra-v1:0"), ("Twin", "acme.twin-1"), ("twin", "acme.twin-2"),
            ("Nova Lite", "acme.nova-lite")]);
        names.Find("nova-ultra").ShouldBe("amazon.nova-ultra-v1:0");
        names.Find("Nova Ultra 2").ShouldBeNull();
        names.Find("Twin").ShouldBeNull();
        names.Find("Nova Lite").ShouldBe("amazon.nova-lite-v1:0");
    }

    [Theory]
    [InlineData("openai.gpt-oss-120b", "openai.gpt-oss-120b")]
    [InlineData("zai.glm5", "zai.glm-5")]
    [InlineData("nova2.0heavy", null)]
    [InlineData("gpt-5.9", null)]
    public void An_id_in_the_usage_type_is_the_model(string name, string? id) => Names.Find(name).ShouldBe(id);
}
