using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Engine.Tests.PolicyFile;

public class PriceReaderTests
{
    private const string Rule = "\nrules: [{ id: r, limit: { usd: 1 }, every: day, stop: account }]";

    [Fact]
    public void Prices_are_read_in_the_form_of_a_price_file()
    {
        var policy = Policy("""
            prices:
              - { model: anthropic.claude-opus-4-6-v1, scope: regional, region: eu-central-1, input: 5.1, output: 25.5, source: "private offer 2026" }
              - { model: amazon.nova-pro-v1:0, tier: flex, input: 0.3, cacheRead: 0 }
            """);

        policy.Prices.ShouldBe(
        [
            new PriceEntry
            {
                Model = "anthropic.claude-opus-4-6-v1",
                Scope = PriceScope.Regional,
                Region = "eu-central-1",
                Input = 5.1m,
                Output = 25.5m,
                Source = "private offer 2026",
            },
            new PriceEntry
            {
                Model = "amazon.nova-pro-v1:0", Tier = ServiceTier.Flex, Input = 0.3m, CacheRead = 0, Source = "own price",
            },
        ]);
    }

    [Fact]
    public void Discounts_are_read_in_their_order()
    {
        var policy = Policy("""
            discounts:
              - { match: { model: "anthropic.*", principal: [role/a, role/b] }, percent: 12.5, from: 2026-01-01, until: 2026-12-31, source: EDP }
              - { percent: 20 }
            """);

        policy.Discounts.Count.ShouldBe(2);
        var first = policy.Discounts[0];
        (first.Off, first.From, first.Until)
            .ShouldBe((new PriceDiscount(12.5m, "EDP"), new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)));
        first.Match.Select(match => (match.Field, string.Join(' ', match.AnyOf)))
            .ShouldBe([(Dimension.Principal, "role/a role/b"), (Dimension.Model, "anthropic.*")]);
        DiscountSummary.Of(first).ShouldBe(
            "12.5 % off the list price of calls of principal role/a or role/b and model anthropic.*, from 2026-01-01, until 2026-12-31 "
                + "(EDP)");
        DiscountSummary.Of(policy.Discounts[1]).ShouldBe("20 % off the list price of every call (your discount)");
    }

    [Fact]
    public void Without_either_a_file_means_what_it_meant()
    {
        var policy = Policy("");

        policy.Prices.ShouldBeEmpty();
        policy.Discounts.ShouldBeEmpty();
        policy.Rules.Single().ShouldBeOfType<CountedRule>().Unpriced.ShouldBe(UnpricedStop.Approve);
    }

    [Theory]
    [InlineData("prices: { a.b: 3 }", 2, 9, "a mapping is not a list of prices; allowed is a list of "
        + "`{ model: MODEL, input: DOLLARS, output: DOLLARS }`, a million tokens each")]
    [InlineData("discounts: 20", 2, 12, "`20` is not a list of discounts; allowed is a list of "
        + "`{ match: { model: PATTERN }, percent: 20 }`")]
    [InlineData("discounts: [{ source: EDP }]", 2, 13, "this discount lacks `percent`, which is required")]
    [InlineData("discounts: [{ percent: 100 }]", 2, 24,
        "`100` is not a discount in percent; allowed is a number above 0 and below 100, with at most 4 decimals")]
    [InlineData("discounts: [{ percent: '20' }]", 2, 24,
        "`20` is not a discount in percent; allowed is a number above 0 and below 100, with at most 4 decimals, without quotes")]
    [InlineData("discounts: [{ percent: 20, from: 2026 }]", 2, 34, "`2026` is no day; allowed is a day such as `2026-01-01`")]
    [InlineData("discounts: [{ percent: 20, from: 2026-02-01, until: 2026-01-31 }]", 2, 53,
        "`2026-01-31` is before `from`; `until` is the last day of the discount")]
    [InlineData("discounts: [{ percent: 20, match: { modell: x } }]", 2, 37,
        "`modell` is not a key of a match; did you mean `model`? allowed: principal, session, model, region, account, tags, path, principalTag, profile, profileTag, "
            + "project")]
    [InlineData("discounts: [{ percent: 20, source: '' }]", 2, 36,
        "an empty value does not say who grants the discount; allowed is a text such as `EDP 2026`")]
    public void A_mistake_is_told_where_it_stands(string head, long line, long column, string message)
    {
        var problem = PolicyFileReader.Read("version: 1\n" + head + Rule).Problems.ShouldHaveSingleItem();

        (problem.Line, problem.Column, problem.Message).ShouldBe((line, column, message));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var problems = PolicyFileReader.Read("""
            version: 1
            prices:
              - { model: a.b, input: 0 }
              - { model: a.b, output: 2, region: nowhere }
              - { model: a.b, output: 2 }
              - { model: a.b, output: 3 }
            discounts:
              - { percent: 0 }
              - { percent: 120, match: { model: [] } }
            rules:
              - { id: r, limit: { usd: 1 }, every: day, stop: account, unpriced: never }
            """).Problems;

        problems.Select(problem => problem.Line).ShouldBe([3, 4, 6, 8, 9, 9, 11]);
        problems[2].Message.ShouldBe("`a.b` has this price twice: same scope, region, tier, latency, day and length");
        problems[^1].Message.ShouldStartWith("`never` is not what becomes of a stop for models without a price");
    }

    [Fact]
    public void What_becomes_of_a_stop_without_prices_is_read_and_matters_in_dollars_alone()
    {
        var result = PolicyFileReader.Read("""
            version: 1
            rules:
              - { id: usd, per: principal, limit: { usd: 1 }, every: day, stop: principal, unpriced: stop }
              - { id: calls, limit: { calls: 1 }, every: day, stop: account, unpriced: stop }
              - { id: budget, limit: { budget: b }, stop: account, unpriced: approve }
            """);

        result.Policy!.Rules.OfType<CountedRule>().ShouldAllBe(rule => rule.Unpriced == UnpricedStop.Stop);
        RuleSummary.Of(result.Policy.Rules[0]).ShouldBe("each principal may spend $1.00 a day; then the principal is stopped, also where "
            + "most of it has no price, early enough to stay under the limit, until a person restores it");
        result.Warnings.Where(warning => warning.Message.StartsWith("`unpriced`", StringComparison.Ordinal)).Select(warning => warning.Line)
            .ShouldBe([4, 5]);
    }

    private static Policy Policy(string head)
    {
        var result = PolicyFileReader.Read("version: 1\n" + head + Rule);
        result.Problems.ShouldBeEmpty();
        return result.Policy!;
    }
}
