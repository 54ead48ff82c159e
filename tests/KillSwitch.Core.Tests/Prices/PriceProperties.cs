using CsCheck;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class PriceProperties
{
    private static readonly Gen<string> Model = Gen.OneOf<string>(
        [.. PriceList.Catalogue.Entries.Concat(PriceList.Overrides.Entries).Select(entry => entry.Model).Distinct(), "anthropic.unknown",
            "nobody.knows"]);

    private static readonly Gen<ServiceTier> Tier = Gen.Enum<ServiceTier>();

    private static readonly Gen<DateTimeOffset> Time = Gen.Int[0, 730].Select(day => Calls.At("2025-06-01").AddDays(day));

    private static readonly Gen<long> Count =
        Gen.OneOf(Gen.Long[0, 500_000], Gen.Long[99_999, 100_002], Gen.Long[271_998, 272_001], Gen.Long[0, 1_000_000_000_000]);

    private static readonly Gen<TokenUsage> Tokens = Gen.Select(Count, Count, Count, Count, Gen.Long[0, 100])
        .Select((input, output, read, write, hourPercent) => new TokenUsage(input, output, read, write, write / 100 * hourPercent));

    private readonly PriceBook _book = new();

    private decimal Cost(string model, TokenUsage tokens, ServiceTier tier, DateTimeOffset at) =>
        _book.Price(Calls.To(model, tokens, tier, at)).Cost.Amount;

    [Fact]
    public void More_tokens_of_any_kind_never_cost_less() =>
        Gen.Select(Model, Tokens, Tier, Time, Count).Sample((model, tokens, tier, at, more) =>
        {
            var cost = Cost(model, tokens, tier, at);
            return Cost(model, tokens with { InputTokens = tokens.InputTokens + more }, tier, at) >= cost
                && Cost(model, tokens with { OutputTokens = tokens.OutputTokens + more }, tier, at) >= cost
                && Cost(model, tokens with { CacheReadInputTokens = tokens.CacheReadInputTokens + more }, tier, at) >= cost
                && Cost(model, tokens with { CacheWriteInputTokens = tokens.CacheWriteInputTokens + more }, tier, at) >= cost;
        }, iter: 5000, threads: 1);

    [Fact]
    public void The_kinds_add_up_to_the_whole() =>
        Gen.Select(Model, Tokens, Tier, Time).Sample((model, tokens, tier, at) =>
        {
            var price = _book.Find(ModelId.Parse(model), tier, at, tokens.TotalInputTokens);
            var parts = price.CostOf(new TokenUsage(InputTokens: tokens.InputTokens))
                + price.CostOf(new TokenUsage(OutputTokens: tokens.OutputTokens))
                + price.CostOf(new TokenUsage(CacheReadInputTokens: tokens.CacheReadInputTokens))
                + price.CostOf(new TokenUsage(CacheWriteInputTokens: tokens.CacheWrite5mInputTokens))
                + price.CostOf(new TokenUsage(
                    CacheWriteInputTokens: tokens.CacheWrite1hInputTokens, CacheWrite1hInputTokens: tokens.CacheWrite1hInputTokens));
            return price.CostOf(tokens) == parts;
        }, iter: 5000, threads: 1);

    // From the day on which the last of these models could be called globally: before it there is no global price to compare.
    [Fact]
    public void A_global_call_is_never_dearer_than_a_regional_one() =>
        Gen.Select(Model, Tokens, Tier, Gen.Int[0, 700].Select(day => Calls.At("2026-08-17").AddDays(day))).Sample(
            (model, tokens, tier, at) =>
                Cost("global." + model, tokens, tier, at) <= Cost(model, tokens, tier, at), iter: 5000, threads: 1);

    // Without cache reads: a model whose cache-read price is unknown is charged its input price for them. Of words: other answers are other
    // prices.
    [Fact]
    public void An_unknown_model_never_costs_less_than_a_known_one_of_its_vendor() =>
        Gen.Select(Model.Where(model => ModelFamily.Of(model).Modality == Modality.Text), Tokens, Tier, Time).Sample(
            (model, tokens, tier, at) =>
            {
                var uncached = tokens with { CacheReadInputTokens = 0 };
                return Cost(model.Split('.')[0] + ".unheard-of", uncached, tier, at) >= Cost(model, uncached, tier, at);
            },
            iter: 5000,
            threads: 1);

    [Fact]
    public void A_book_that_remembers_answers_as_a_new_one() =>
        Gen.Select(Model, Tokens, Tier, Time).Sample(
            (model, tokens, tier, at) =>
                Cost(model, tokens, tier, at) == new PriceBook().Price(Calls.To(model, tokens, tier, at)).Cost.Amount,
            iter: 200, threads: 1);
}
