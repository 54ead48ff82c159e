using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class PriceListTests
{
    private static readonly PriceList NoOverrides = new([], PriceRules.None);

    public static TheoryData<string> Lists => ["catalogue", "overrides"];

    private static PriceList Of(string list) => list == "catalogue" ? PriceList.Catalogue : PriceList.Overrides;

    private static ModelId Model(PriceEntry entry) =>
        ModelId.Parse(entry.Scope == PriceScope.Global ? "global." + entry.Model : entry.Model);

    private static DateTimeOffset Day(PriceEntry entry) =>
        new((entry.From ?? new DateOnly(2020, 1, 1)).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_price_has_a_source_a_date_and_a_plausible_amount(string list)
    {
        Of(list).Entries.ShouldNotBeEmpty();
        foreach (var entry in Of(list).Entries)
        {
            entry.Source.ShouldNotBeNullOrWhiteSpace(entry.Model);
            entry.Date.ShouldNotBeNull(entry.Model);
            entry.Model.ShouldContain('.');
            foreach (var amount in new[] { entry.Input, entry.Output ?? 1 })
                (amount ?? 0).ShouldBeInRange(0.001m, 1000m, entry.Model);
            foreach (var amount in new[] { entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h })
                (amount ?? 0).ShouldBeInRange(0, 1000m, entry.Model);
            entry.Input.ShouldNotBeNull(entry.Model);
        }
    }

    // Also shows that no two models share a spelling.
    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_price_is_found_again_under_its_own_model_scope_day_and_context_length(string list)
    {
        var book = new PriceBook(Of(list), NoOverrides, [], UnpricedModels.FailSafe);
        foreach (var entry in Of(list).Entries)
        {
            var tariff = new Tariff(Model(entry), entry.Region ?? "", entry.Tier);
            var price = book.Find(tariff, Day(entry), (entry.AboveInputTokens ?? 0) + 1);
            if (entry is { From: null, AboveInputTokens: null })
                price = book.Find(tariff, DateTimeOffset.MinValue, 0);
            (price.Basis, price.Input, price.Output, price.Date)
                .ShouldBe((PriceBasis.Known, entry.Input!.Value, entry.Output, entry.Date), entry.Model);
            if (entry.Region is not null || entry.Tier != ServiceTier.Standard)
                continue;
            price.CacheRead.ShouldBe(entry.CacheRead ?? entry.Input.Value, entry.Model);
            price.CacheWrite5m.ShouldBe(entry.CacheWrite5m ?? entry.Input.Value, entry.Model);
        }
    }

    // It would stand above the region's own price.
    [Fact]
    public void No_override_for_every_region_hides_the_price_of_one()
    {
        var regional = PriceList.Catalogue.Entries.Where(entry => entry.Region is not null)
            .Select(entry => ModelSpelling.Known.Canonical(entry.Model)).ToHashSet();

        PriceList.Overrides.Entries.Where(entry => entry.Region is null)
            .Select(entry => ModelSpelling.Known.Canonical(entry.Model)).ShouldAllBe(model => !regional.Contains(model));
    }

    [Fact]
    public void An_override_says_what_the_catalogue_does_not()
    {
        var catalogue = new PriceBook(PriceList.Catalogue, PriceList.Overrides with { Entries = [] }, [], UnpricedModels.FailSafe);
        foreach (var entry in PriceList.Overrides.Entries)
        {
            var listed = catalogue.Find(Model(entry), ServiceTier.Standard, Day(entry), (entry.AboveInputTokens ?? 0) + 1);
            (listed.Basis == PriceBasis.Known && listed.Input == entry.Input && listed.Output == entry.Output
                && listed.CacheRead == (entry.CacheRead ?? entry.Input))
                .ShouldBeFalse($"the catalogue has {entry.Model} by now: drop the override");
        }
    }

    [Fact]
    public void The_overrides_stay_small_enough_to_review() => PriceList.Overrides.Entries.Count.ShouldBeLessThan(60);

    [Fact]
    public void The_rules_are_those_that_were_reviewed()
    {
        var rules = PriceList.Overrides.Rules;

        rules.RegionalPremium!.Factor.ShouldBe(1.1m);
        rules.CacheWrites.ShouldHaveSingleItem().ShouldBe(
            new CacheWriteFactors("anthropic", 1.25m, 2m, "Anthropic pricing page", new DateOnly(2026, 10, 24)));
        rules.ServiceTiers.Select(rule => (rule.Tier, rule.Price.Factor, rule.Models.Count))
            .ShouldBe([(ServiceTier.Batch, 0.5m, 0), (ServiceTier.Flex, 0.5m, 8), (ServiceTier.Priority, 1.75m, 0)]);
    }

    [Theory]
    [InlineData("""{"version":2,"prices":[]}""")]
    [InlineData("""{"version":1,"price":[]}""")]
    [InlineData("""{"version":1,"prices":[{"model":"a.b","scope":"any","input":1,"source":"s"}]}""")]
    [InlineData("""{"version":1,"prices":[{"model":"a.b","scope":"any","input":1,"source":"","date":"2026-01-01"}]}""")]
    [InlineData("""{"version":1,"prices":[{"model":"a.b","scope":"some","input":1,"source":"s","date":"2026-01-01"}]}""")]
    [InlineData("""{"version":1,"prices":[{"model":"a.b","scope":"any","input":-1,"source":"s","date":"2026-01-01"}]}""")]
    [InlineData("""{"version":1,"prices":[{"model":"a.b","scope":"any","inptu":1,"source":"s","date":"2026-01-01"}]}""")]
    [InlineData("""{"version":1,"prices":[{"model":"a.b","scope":"any","input":1,"input":2,"source":"s","date":"2026-01-01"}]}""")]
    public void A_list_with_a_mistake_is_not_read(string json) =>
        Should.Throw<Exception>(() => PriceList.Read(System.Text.Encoding.UTF8.GetBytes(json)));
}
