using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Replay;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>A stop that rests for the greater part on fail-safe prices waits for a person, unless its rule says otherwise.</summary>
public class UnpricedStopTests
{
    // A million output tokens: $30 of the one, and $80 of one that nobody knows.
    private const string Known = "maker.small";
    private const string Unknown = "maker.nine";

    private static readonly PriceBook Prices = new(
        new PriceList(
            [
                new PriceEntry { Model = "maker.big", Input = 16, Output = 80, Source = "list" },
                new PriceEntry { Model = Known, Input = 6, Output = 30, Source = "list" },
            ],
            PriceRules.None),
        new PriceList([], PriceRules.None), own: [], UnpricedModels.FailSafe);

    [Fact]
    public async Task It_waits_is_told_at_once_and_says_what_it_was_counted_at_and_why()
    {
        var harness = Harness(Cap(50));

        await harness.Run([Million(1, Unknown)]);

        var stop = (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        stop.State.ShouldBe(StopState.AwaitingApproval);
        harness.Account.IsDenied(Million(2, Unknown, at: 100)).ShouldBeFalse();
        var why = "no price: `maker.nine` counted at $16.00 a million input tokens and $80.00 a million output tokens, because that is "
            + Prices.Find(new Tariff(ModelId.Parse(Unknown), ""), Start, 1).Source;
        stop.Evidence!.NoPrice.ShouldBe(why);
        stop.Cause.Sentence.ShouldEndWith($", $80.00 of it without a price ({why})");
        stop.Note.ShouldBe($"$80.00 of $80.00 rests on fail-safe prices ({why}): approve it if that is about right, or put their "
            + "prices into the policy (`prices`)");
        harness.Notifier.Stops.ShouldHaveSingleItem().State.ShouldBe(StopState.AwaitingApproval);

        (await harness.Enforcement.CommandAsync(stop, new StopCommand.Approve(Start.AddMinutes(5), "ana"), default))
            .ShouldBeOfType<StopTransition.To>().Next.State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task Half_and_less_stops_like_any_other_and_says_how_much_it_is()
    {
        var harness = Harness(Cap(160));

        await harness.Run([Million(1, Unknown), Million(2, Known), Million(3, Known), Million(4, Known)]);

        var stop = (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        stop.State.ShouldBe(StopState.Enforced);
        stop.Cause.Sentence.ShouldContain("reached $170.00 of $160.00");
        stop.Cause.Sentence.ShouldContain("$80.00 of it without a price");
    }

    [Fact]
    public async Task A_rule_may_say_that_it_stops_all_the_same()
    {
        var harness = Harness(Cap(50) with { Unpriced = UnpricedStop.Stop });

        await harness.Run([Million(1, Unknown)]);

        (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task A_limit_that_counts_no_money_needs_no_price()
    {
        var harness = Harness(Cap(50) with { Limit = new Limit.OutputTokens(1_000_000) });

        await harness.Run([Million(1, Unknown)]);

        (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task An_observing_policy_observes()
    {
        var harness = Harness(Cap(50), PolicyMode.Observe);

        await harness.Run([Million(1, Unknown)]);

        (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.Observed);
    }

    [Fact]
    public async Task A_later_batch_without_such_a_model_still_says_which_it_was()
    {
        var harness = Harness(Cap(90));

        await harness.Run([Million(1, Unknown)]);
        await harness.Run([Million(2, Known, at: 60)]);

        var stop = (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        stop.State.ShouldBe(StopState.AwaitingApproval);
        stop.Note.ShouldNotBeNull().ShouldStartWith("$80.00 of $110.00 rests on fail-safe prices (no price: `maker.nine`");
    }

    [Fact]
    public async Task A_back_test_shows_it_as_one_that_waits()
    {
        var policy = Policy(Cap(50));
        var result = await Engine.Replay.Replay.RunAsync(
            policy, Prices, [Million(1, Unknown), Million(2, Known, at: 600)], ReplayOptions.Default, null, default);

        var stop = result.Stops.ShouldHaveSingleItem();
        stop.EffectiveAt.ShouldBeNull();
        stop.Reason.ShouldContain("without a price");
        result.WithGuard.ShouldBe(result.WithoutGuard);
    }

    [Theory]
    [InlineData(UnpricedStop.Approve, false)]
    [InlineData(UnpricedStop.Stop, true)]
    public async Task Whether_it_stands_is_what_the_policy_in_force_says(UnpricedStop unpriced, bool isEnded)
    {
        var harness = Harness(Cap(50));
        await harness.Run([Million(1, Unknown)]);
        var stop = (await harness.Stops.OpenAsync(default)).Single();

        var standing = Standing.Of(stop, new RuleBook(Policy(Cap(50) with { Unpriced = unpriced })), Start.AddMinutes(1));

        (standing is Standing.Stands).ShouldBe(!isEnded);
    }

    private static MeterHarness Harness(CountedRule rule, PolicyMode mode = PolicyMode.Enforce)
    {
        var policy = Policy(rule) with { Mode = mode };
        return new MeterHarness(policy, prices: Prices);
    }

    private static Invocation Million(int number, string model, double at = 0) => Call(number, at, usd: 10_000, model: model);
}
