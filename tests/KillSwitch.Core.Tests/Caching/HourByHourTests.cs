using KillSwitch.Core.Caching;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Caching;

/// <summary>Claude Opus 4.6, regional: input 5.50, cache read 0.55, write 6.875 dollars per million tokens.</summary>
public class HourByHourTests
{
    private const string Opus = "anthropic.claude-opus-4-6-v1";
    private const string Sonnet = "anthropic.claude-sonnet-4-6";
    private const string Scope = "account=111122223333|principal=role/agent|session=droid-1";

    private static readonly PriceBook Book = new();
    private static readonly Window Hour = new(1_793_600_400, 1_793_604_000);

    [Fact]
    public void A_working_cache_serves_the_target_share()
    {
        var session = Of(Usage(100, new TokenUsage(InputTokens: 1_000_000)));

        session.Readable.ShouldBe(900_000);
        session.Lost.Amount.ShouldBe(5.5m - (0.9m * 0.55m) - (0.1m * 6.875m));
        session.IsCallByCall.ShouldBeFalse();
    }

    [Fact]
    public void Of_two_calls_no_more_than_one_half_could_be_read() =>
        Of(Usage(2, new TokenUsage(InputTokens: 1_000_000))).Readable.ShouldBe(500_000);

    [Fact]
    public void One_call_alone_loses_nothing() =>
        Of(Usage(1, new TokenUsage(InputTokens: 1_000_000))).Lost.Amount.ShouldBe(0m);

    [Fact]
    public void An_hour_better_than_the_target_makes_up_for_no_other()
    {
        var (good, bad) =
            (Usage(100, new TokenUsage(InputTokens: 10_000, CacheReadInputTokens: 990_000)),
            Usage(100, new TokenUsage(InputTokens: 1_000_000)));
        var next = new Window(Hour.End, Hour.End + 3600);

        var session = new HourByHour(Book, 0.9m).Of([(Hour, Scope, good), (next, Scope, bad)], Models(Hour, next)).ShouldHaveSingleItem();

        session.Lost.ShouldBe(Of(bad).Lost);
    }

    [Fact]
    public void The_model_is_the_one_whose_price_gives_the_cost_to_the_last_digit()
    {
        var tokens = new TokenUsage(InputTokens: 123_457, OutputTokens: 77, CacheReadInputTokens: 991);

        Of(Usage(10, tokens, Sonnet)).Models.ShouldBe([Sonnet]);
        Of(Usage(10, tokens)).Models.ShouldBe([Opus]);
    }

    [Fact]
    public void Of_two_models_in_one_hour_the_prices_are_scaled_to_the_cost()
    {
        var tokens = new TokenUsage(InputTokens: 1_000_000);
        var mixed = new Usage(20, tokens + tokens, Usage(10, tokens).Cost + Usage(10, tokens, Sonnet).Cost);

        Of(mixed).Cost.ShouldBe(mixed.Cost);
    }

    [Fact]
    public void Hours_of_short_prompts_could_not_be_served()
    {
        var session = Of(Usage(1000, new TokenUsage(InputTokens: 2_000_000)));

        (session.Lost.Amount, CacheDiagnosis.Of(session).Fault).ShouldBe((0m, CacheFault.PromptsTooShort));
    }

    [Fact]
    public void Hours_that_were_served_and_hours_that_are_not_have_stopped()
    {
        Window[] hours = [.. Enumerable.Range(0, 6).Select(i => new Window(Hour.Start + (i * 3600), Hour.End + (i * 3600)))];
        var counted = hours.Select((hour, i) => (hour, Scope, i < 4
            ? Usage(100, new TokenUsage(InputTokens: 100_000, CacheReadInputTokens: 900_000))
            : Usage(100, new TokenUsage(InputTokens: 1_000_000)))).ToList();

        var session = new HourByHour(Book, 0.9m).Of(counted, Models(hours)).ShouldHaveSingleItem();

        CacheDiagnosis.Of(session).ShouldBe(new CacheDiagnosis(CacheFault.Stopped, hours[4].From));
    }

    [Fact]
    public void Where_no_model_was_counted_the_session_is_still_judged()
    {
        var session = new HourByHour(Book, 0.9m)
            .Of([(Hour, Scope, Usage(100, new TokenUsage(InputTokens: 1_000_000)))],
                new Dictionary<Window, IReadOnlyList<(string, Usage)>>()).ShouldHaveSingleItem();

        (session.Models.Count, Math.Round(session.Cost.Amount, 9), session.Lost.Amount > 0).ShouldBe((0, 5.5m, true));
    }

    [Fact]
    public void An_hour_with_calls_of_which_nobody_tells_what_the_cache_served_is_left_out()
    {
        // Tokens of calls that began in the hour before.
        var mantle = Usage(0, new TokenUsage(InputTokens: 1_000_000)) with { Estimated = new Estimate(0, 1_000_000, 0, default) };
        var next = new Window(Hour.End, Hour.End + 3600);

        new HourByHour(Book, 0.9m).Of([(Hour, Scope, mantle)], Models(Hour)).ShouldBeEmpty();
        new HourByHour(Book, 0.9m)
            .Of([(Hour, Scope, mantle), (next, Scope, Usage(10, new TokenUsage(InputTokens: 1_000_000)))], Models(Hour, next))
            .ShouldHaveSingleItem().Calls.Count.ShouldBe(1);
    }

    private static SessionCaching Of(Usage usage) =>
        new HourByHour(Book, 0.9m).Of([(Hour, Scope, usage)], Models(Hour)).ShouldHaveSingleItem();

    private static Usage Usage(long calls, TokenUsage tokens, string model = Opus) =>
        new(calls, tokens, Book.PriceMany(ModelId.Parse(model), "us-east-1", Hour.From, calls, tokens).Cost);

    private static Dictionary<Window, IReadOnlyList<(string Model, Usage Usage)>> Models(params Window[] hours) =>
        hours.ToDictionary(hour => hour, IReadOnlyList<(string Model, Usage Usage)> (_) =>
            [(Sonnet, new Usage(1, default, default)), (Opus, new Usage(1, default, default))]);
}
