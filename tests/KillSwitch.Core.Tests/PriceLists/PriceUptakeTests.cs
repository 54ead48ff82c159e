using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.PriceLists;

public class PriceUptakeTests
{
    private const string Region = "us-east-1";
    private static readonly DateTimeOffset Day = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Effective = new(2026, 4, 1);

    private static PriceEntry Nova(decimal input, decimal output = 0.14m, DateOnly? effective = null) => new()
    {
        Model = "amazon.nova-micro-v1:0",
        Region = Region,
        Scope = PriceScope.Regional,
        From = effective ?? Effective,
        Input = input,
        Output = output,
        Source = "AWS price list 1",
        Date = effective ?? Effective,
    };

    private static ListedPrices Listed(params PriceEntry[] entries) => new(Region, "1", entries);

    private static decimal InputAt(RegionPrices prices, DateTimeOffset at, long tokens = 0, string model = "amazon.nova-micro-v1:0") =>
        new PriceBook(listed: prices.Entries).Find(new Tariff(ModelId.Parse(model), Region), at, tokens).Input;

    [Fact]
    public void A_first_list_is_in_force_since_AWS_says_so()
    {
        var (after, taken) = PriceUptake.Take(null, Listed(Nova(0.04m)), Day);
        taken.ShouldHaveSingleItem().Moves().ShouldContain(("input", null, 0.035m, 0.04m));
        after.Held.ShouldBeEmpty();
        InputAt(after, new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero)).ShouldBe(0.04m);
        InputAt(after, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBe(0.035m);
    }

    [Fact]
    public void A_record_costs_what_was_in_force_at_its_time()
    {
        var (first, _) = PriceUptake.Take(null, Listed(Nova(0.04m)), Day);
        var (second, taken) = PriceUptake.Take(first, Listed(Nova(0.05m)), Day.AddDays(10));
        taken.Count.ShouldBe(1);
        InputAt(second, Day.AddDays(9)).ShouldBe(0.04m);
        InputAt(second, Day.AddDays(10)).ShouldBe(0.05m);
    }

    [Fact]
    public void AWSs_own_day_counts_where_it_came_after_the_last_look()
    {
        var (first, _) = PriceUptake.Take(null, Listed(Nova(0.04m)), Day);
        var (second, _) = PriceUptake.Take(first, Listed(Nova(0.05m, effective: new DateOnly(2026, 6, 4))), Day.AddDays(10));
        InputAt(second, Day.AddDays(2)).ShouldBe(0.04m);
        InputAt(second, Day.AddDays(3)).ShouldBe(0.05m);
    }

    [Theory]
    [InlineData(0.07, false)]
    [InlineData(0.0701, true)]
    [InlineData(0.0175, false)]
    [InlineData(0.0174, true)]
    public void A_jump_of_more_than_a_factor_of_two_waits(decimal input, bool waits)
    {
        foreach (var before in (RegionPrices?[])[null, PriceUptake.Take(null, Listed(Nova(0.035m)), Day).After])
        {
            var (after, taken) = PriceUptake.Take(before, Listed(Nova(input)), Day.AddDays(1));
            (taken.Count, after.Held.Count).ShouldBe(waits ? (0, 1) : (1, 0));
            InputAt(after, Day.AddDays(1)).ShouldBe(waits ? 0.035m : input);
        }
    }

    [Fact]
    public void What_a_person_accepts_is_in_force_from_that_day()
    {
        var (first, _) = PriceUptake.Take(null, Listed(Nova(0.035m)), Day);
        var (held, _) = PriceUptake.Take(first, Listed(Nova(0.105m)), Day.AddDays(1));
        var (after, taken) = PriceUptake.Accept(held, change => change.Model == "amazon.nova-micro-v1:0", Day.AddDays(3));
        (taken.Count, after.Held.Count).ShouldBe((1, 0));
        InputAt(after, Day.AddDays(2)).ShouldBe(0.035m);
        InputAt(after, Day.AddDays(3)).ShouldBe(0.105m);
        // And the next look finds nothing new.
        var (next, again) = PriceUptake.Take(after, Listed(Nova(0.105m)), Day.AddDays(4));
        (again.Count, next.Held.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void A_jump_that_was_a_slip_of_AWSs_waits_no_longer_when_it_is_gone()
    {
        var (first, _) = PriceUptake.Take(null, Listed(Nova(0.035m)), Day);
        var (held, _) = PriceUptake.Take(first, Listed(Nova(0.105m)), Day.AddDays(1));
        PriceUptake.Take(held, Listed(Nova(0.035m)), Day.AddDays(2)).After.Held.ShouldBeEmpty();
    }

    [Fact]
    public void A_model_that_lost_its_price_keeps_the_one_it_had_until_a_person_accepts()
    {
        var lite = Nova(1) with { Model = "acme.other-1" };
        var (first, _) = PriceUptake.Take(null, Listed(Nova(0.04m), lite), Day);
        var (held, taken) = PriceUptake.Take(first, Listed(lite), Day.AddDays(1));
        taken.ShouldBeEmpty();
        var lost = held.Held.ShouldHaveSingleItem();
        (lost.IsLost, lost.Model).ShouldBe((true, "amazon.nova-micro-v1:0"));
        InputAt(held, Day.AddDays(1)).ShouldBe(0.04m);

        var (after, _) = PriceUptake.Accept(held, _ => true, Day.AddDays(2));
        InputAt(after, Day.AddDays(2)).ShouldBe(0.035m);
        PriceUptake.Take(after, Listed(lite), Day.AddDays(3)).After.Held.ShouldBeEmpty();
    }

    [Fact]
    public void A_kind_that_is_gone_from_the_list_waits_too()
    {
        var (first, _) = PriceUptake.Take(null, Listed(Nova(0.04m) with { CacheRead = 0.01m }), Day);
        PriceUptake.Take(first, Listed(Nova(0.04m)), Day.AddDays(1)).After.Held.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_new_model_is_taken_up()
    {
        var (after, taken) = PriceUptake.Take(null, Listed(Nova(900) with { Model = "acme.new-1" }), Day);
        taken.ShouldHaveSingleItem().IsNew.ShouldBeTrue();
        InputAt(after, Day, model: "acme.new-1").ShouldBe(900);
    }

    [Fact]
    public void A_list_without_long_contexts_makes_none_cheaper()
    {
        const string model = "anthropic.claude-haiku-5-5";
        var (after, _) = PriceUptake.Take(null, Listed(Nova(0.12m, 0.6m) with { Model = model }), Day);
        InputAt(after, Day, 0, model).ShouldBe(0.12m);
        InputAt(after, Day, 100_001, model).ShouldBe(0.55m);
    }

    [Fact]
    public void All_lengths_of_one_call_move_together()
    {
        const string model = "anthropic.claude-haiku-5-5";
        PriceEntry Haiku(decimal input, long? above = null) => Nova(input, input * 5) with { Model = model, AboveInputTokens = above };
        var (first, _) = PriceUptake.Take(null, Listed(Haiku(0.11m), Haiku(0.55m, 100_000)), Day);
        var (second, _) = PriceUptake.Take(first, Listed(Haiku(0.13m), Haiku(0.55m, 100_000)), Day.AddDays(1));
        InputAt(second, Day.AddDays(1), 0, model).ShouldBe(0.13m);
        InputAt(second, Day.AddDays(1), 100_001, model).ShouldBe(0.55m);
    }

    [Fact]
    public void A_year_of_a_price_that_moves_each_week_is_priced_day_by_day_and_kept_small()
    {
        RegionPrices? prices = null;
        var expected = new Dictionary<int, decimal>();
        for (var day = 0; day < 730; day++)
        {
            var input = 0.03m + (day / 7 % 5 * 0.005m);
            (prices, _) = PriceUptake.Take(prices, Listed(Nova(input)), Day.AddDays(day));
            expected[day] = input;
        }

        for (var day = 730 - 365; day < 730; day++)
            InputAt(prices!, Day.AddDays(day)).ShouldBe(expected[day], $"day {day}");
        prices!.Entries.Count.ShouldBeLessThan(65);
    }

    [Fact]
    public void What_is_kept_is_read_as_it_was()
    {
        var (first, _) = PriceUptake.Take(null, Listed(Nova(0.04m), Nova(0.02m) with { Tier = ServiceTier.Batch, CacheRead = 0 }), Day);
        var (after, _) = PriceUptake.Take(
            first, Listed(Nova(0.4m)) with { Unjoined = ["Nova Ultra"], NotTaken = ["`x` is not understood"] }, Day.AddDays(1));
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            RegionPricesJson.Write(json, after);
        using var document = JsonDocument.Parse(bytes.ToArray());
        var read = RegionPricesJson.Read(document.RootElement);
        read.Entries.ShouldBe(after.Entries);
        (read.Region, read.Version, read.ReadAt).ShouldBe((after.Region, after.Version, after.ReadAt));
        read.Unjoined.Concat(read.NotTaken).ShouldBe(["Nova Ultra", "`x` is not understood"]);
        read.Held.Select(change => (change.Group, Text(change.Before), Text(change.After)))
            .ShouldBe(after.Held.Select(change => (change.Group, Text(change.Before), Text(change.After))));
    }

    private static string Text(IReadOnlyList<PriceEntry> entries) => string.Join('\n', entries);
}
