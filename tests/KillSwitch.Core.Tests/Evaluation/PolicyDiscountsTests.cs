using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Evaluation;

public class PolicyDiscountsTests
{
    private const string Model = "anthropic.claude-opus-4-6-v1";
    private const string Region = "us-east-1";

    private static readonly TokenUsage Million = new(InputTokens: 1_000_000);
    private static readonly DateTimeOffset Time = new(2026, 10, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_that_matches_counts_and_the_cost_carries_what_was_taken_off()
    {
        var book = Book(Off(10, Matches(Dimension.Principal, "role/ci")), Off(20, Matches(Dimension.Model, "anthropic.*")), Off(50));

        Cost(book.Price(Call())).ShouldBe((5.5m * 0.8m, 5.5m * 0.2m));
        Cost(book.Price(Call("role/ci"))).ShouldBe((5.5m * 0.9m, 5.5m * 0.1m));
        Cost(book.Price(Call(model: "us.amazon.nova-pro-v1:0"))).ShouldBe((0.8m * 0.5m, 0.8m * 0.5m));
    }

    [Fact]
    public void Without_one_that_matches_list_price_is_what_it_costs()
    {
        var book = Book(Off(20, Matches(Dimension.Model, "amazon.*")));

        Cost(book.Price(Call())).ShouldBe((5.5m, 0m));
        Cost(new PriceBook().Price(Call())).ShouldBe((5.5m, 0m));
    }

    [Theory]
    [InlineData("2025-12-31T23:59:59Z", 5.5)]
    [InlineData("2026-01-01T00:00:00Z", 4.4)]
    [InlineData("2026-06-30T23:59:59Z", 4.4)]
    [InlineData("2026-07-01T00:00:00Z", 5.5)]
    public void A_discount_is_in_force_from_its_first_day_to_its_last_by_the_time_of_the_call(string at, decimal cost)
    {
        var book = Book(Off(20) with { From = new DateOnly(2026, 1, 1), Until = new DateOnly(2026, 6, 30) });
        var time = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        book.Price(Call() with { Timestamp = time }).Cost.Amount.ShouldBe(cost);
    }

    [Fact]
    public void A_price_of_ones_own_is_what_one_pays_kind_by_kind()
    {
        var book = Book([new PriceEntry { Model = Model, Input = 4, Source = "offer" }], Off(20));

        Cost(book.Price(Call())).ShouldBe((4m, 0m));
        Cost(book.Price(Call() with { Tokens = new TokenUsage(OutputTokens: 1_000_000) })).ShouldBe((27.5m * 0.8m, 27.5m * 0.2m));
    }

    [Fact]
    public void A_fail_safe_price_and_AWS_s_own_list_are_list_prices()
    {
        var list = new PriceBook().Price(Call(model: "anthropic.claude-nine"));
        var less = Book(Off(20)).Price(Call(model: "anthropic.claude-nine"));

        list.Basis.ShouldBe(PriceBasis.FailSafe);
        Cost(less).ShouldBe((list.Cost.Amount * 0.8m, list.Cost.Amount * 0.2m));
        less.Of(1, Million).Unpriced.ShouldBe(less.Cost);
        var read = PolicyPrices.Book(
            new Policy { Discounts = [Off(20)] }, listed: [new PriceEntry { Model = "new.model", Input = 10, Source = "AWS" }]);
        Cost(read.Price(Call(model: "new.model"))).ShouldBe((8m, 2m));
    }

    [Fact]
    public void Of_calls_whose_caller_is_not_known_the_least_is_taken_off_that_any_caller_has()
    {
        Many(Off(30, Matches(Dimension.Principal, "role/ci"))).ShouldBe(5.5m);
        Many(Off(30, Matches(Dimension.Principal, "role/ci")), Off(20, Matches(Dimension.Model, "anthropic.*"))).ShouldBe(4.4m);
        Many(Off(10, Matches(Dimension.Principal, "role/ci")), Off(20)).ShouldBe(4.95m);
        Many(Off(10, Matches(Dimension.Principal, "role/ci"), Matches(Dimension.Model, "amazon.*")), Off(20)).ShouldBe(4.4m);
        Many(Off(20, Matches(Dimension.Region, "us-*"))).ShouldBe(4.4m);
        Many(Off(20, Matches(Dimension.Region, "eu-*"))).ShouldBe(5.5m);

        static decimal Many(params Discount[] discounts) =>
            Book(discounts).PriceMany(ModelId.Parse("us." + Model), Region, Time, 10, Million).Cost.Amount;
    }

    [Fact]
    public void A_price_that_is_looked_up_is_what_a_call_costs()
    {
        var book = Book(Off(30, Matches(Dimension.Principal, "role/ci")), Off(20, Matches(Dimension.Model, "anthropic.*")));
        var price = book.Find(new Tariff(ModelId.Parse("us." + Model), Region), Time, 1);

        (price.Input, price.Source).ShouldBe((4.4m, "genai-prices 0.1.8 (less 20 %: EDP)"));
        book.Find(Call()).Input.ShouldBe(4.4m);
        book.Find(Call("role/ci")).Input.ShouldBe(3.85m);
    }

    [Fact]
    public void Where_paths_are_known_a_pattern_with_one_matches_those_alone()
    {
        var rules = new RuleBook(new Policy { Discounts = [Off(20, Matches(Dimension.Principal, "role/platform/ci"))] });
        var book = PolicyPrices.Book(rules);

        rules.PathPatterns.ShouldHaveSingleItem();
        book.Price(Call("role/ci")).Cost.Amount.ShouldBe(4.4m);
        rules.Know(new PrincipalPaths(new Dictionary<string, string> { ["role/ci"] = "/other/" }));
        book.Price(Call("role/ci")).Cost.Amount.ShouldBe(5.5m);
    }

    [Fact]
    public void Prices_from_beside_the_policy_stand_above_its_own_of_the_same_model()
    {
        var policy = new Policy
        {
            Prices =
            [
                new PriceEntry { Model = Model, Scope = PriceScope.Regional, Input = 4, Output = 20, Source = "policy" },
                new PriceEntry { Model = "a.b", Input = 1, Source = "policy" },
            ],
        };
        var book = PolicyPrices.Book(policy, [new PriceEntry { Model = Model + ":0", Input = 3, Source = "file" }]);

        book.Price(Call()).Cost.Amount.ShouldBe(3);
        book.Price(Call(model: "a.b")).Cost.Amount.ShouldBe(1);
        PolicyPrices.Book(policy).Price(Call()).Cost.Amount.ShouldBe(4);
    }

    private static (decimal Cost, decimal Discount) Cost(PricedCall call) => (call.Cost.Amount, call.Discount.Amount);

    private static PriceBook Book(params Discount[] discounts) => Book([], discounts);

    private static PriceBook Book(IReadOnlyList<PriceEntry> own, params Discount[] discounts) =>
        PolicyPrices.Book(new Policy { Prices = own, Discounts = discounts });

    private static Discount Off(decimal percent, params FieldMatch[] match) => new(match, new PriceDiscount(percent, "EDP"));

    private static FieldMatch Matches(Dimension field, string pattern) => new(field, [new Glob(pattern)]);

    private static Invocation Call(string principal = "role/agent", string model = "us." + Model) => new()
    {
        Id = new RecordId("111122223333", Region, "r"),
        Timestamp = Time,
        Caller = Caller.Parse($"arn:aws:sts::111122223333:assumed-role/{principal["role/".Length..]}/s"),
        Model = ModelId.Parse(model),
        Tokens = Million,
        HasTokenCounts = true,
    };
}
