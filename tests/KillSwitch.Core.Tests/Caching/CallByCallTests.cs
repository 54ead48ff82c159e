using KillSwitch.Core.Caching;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using static KillSwitch.Core.Tests.Caching.RecordedCalls;

namespace KillSwitch.Core.Tests.Caching;

/// <summary>Claude Opus 4.6, regional: input 5.50, cache read 0.55, write 6.875 dollars per million tokens.</summary>
public class CallByCallTests
{
    [Fact]
    public void A_growing_conversation_could_have_read_all_that_the_call_before_had_sent()
    {
        var session = Of(Call(0, input: 10_000), Call(1, input: 12_000), Call(2, input: 15_000));

        session.Calls.Select(call => call.Readable).ShouldBe([0, 10_000, 12_000]);
    }

    [Fact]
    public void What_was_lost_is_exact_and_pays_for_the_writes_of_a_working_cache()
    {
        var session = Of(Call(0, input: 1_000_000), Call(1, input: 1_000_000));

        session.Cost.Amount.ShouldBe(11m);
        // Written once, read once: 6.875 + 0.55.
        session.Lost.Amount.ShouldBe(11m - 6.875m - 0.55m);
    }

    [Fact]
    public void A_cache_that_serves_all_it_could_loses_nothing()
    {
        var session = Of(Call(0, write: 10_000), Call(1, read: 10_000, write: 2_000), Call(2, read: 12_000, input: 500));

        (session.Lost.Amount, session.Readable).ShouldBe((0m, 22_000));
    }

    [Fact]
    public void Writing_again_what_could_be_read_costs_more_than_never_writing()
    {
        var written = Of(Call(0, write: 10_000), Call(1, write: 10_000));
        var never = Of(Call(0, input: 10_000), Call(1, input: 10_000));

        (written.Lost.Amount, written.Lost > never.Lost).ShouldBe((0.06875m - 0.0055m, true));
    }

    [Fact]
    public void After_five_minutes_nothing_is_left_to_read_and_the_call_is_late()
    {
        var session = Of(Call(0, input: 10_000), Call(5.1, input: 12_000));

        (session.Readable, session.LateCalls, session.Lost.Amount).ShouldBe((0, 1, 0m));
    }

    [Fact]
    public void Each_read_gives_the_cache_another_five_minutes() =>
        Of(Call(0, input: 10_000), Call(4, input: 10_100), Call(8, input: 10_200)).Readable.ShouldBe(20_100);

    [Fact]
    public void What_was_written_for_an_hour_lives_an_hour() =>
        Of(Call(0, write: 10_000, write1h: 10_000), Call(40, input: 12_000)).Readable.ShouldBe(10_000);

    [Fact]
    public void Two_conversations_side_by_side_are_kept_apart()
    {
        var session = Of(Call(0, input: 100_000), Call(0.1, input: 20_000), Call(0.2, input: 101_000), Call(0.3, input: 21_000));

        session.Calls.Select(call => call.Readable).ShouldBe([0, 0, 100_000, 20_000]);
    }

    [Fact]
    public void A_conversation_that_was_compacted_starts_anew() =>
        Of(Call(0, input: 180_000), Call(1, input: 30_000), Call(2, input: 31_000)).Calls.Select(call => call.Readable)
            .ShouldBe([0, 0, 30_000]);

    [Fact]
    public void A_prompt_below_the_models_minimum_could_not_be_read()
    {
        var session = Of(Call(0, input: 4_000), Call(1, input: 4_050));

        (session.Readable, session.ShortCalls).ShouldBe((0, 2));
    }

    [Fact]
    public void Another_model_has_a_cache_of_its_own() =>
        Of(Call(0, input: 10_000), Call(1, input: 11_000, model: "us.anthropic.claude-sonnet-4-6")).Readable.ShouldBe(0);

    [Fact]
    public void A_model_without_a_price_for_reads_loses_nothing()
    {
        var session = Of(Call(0, input: 10_000, model: "meta.llama3-1-70b-instruct-v1:0"),
            Call(1, input: 11_000, model: "meta.llama3-1-70b-instruct-v1:0"));

        (session.UncacheableCalls, session.Lost.Amount).ShouldBe((2, 0m));
    }

    [Fact]
    public void Records_met_again_refused_or_without_input_do_not_count()
    {
        var call = Call(0, input: 10_000);

        Of(call, call, Call(1, input: 9_000) with { ErrorCode = "ThrottlingException" }, Call(2)).CallCount.ShouldBe(1);
    }

    [Fact]
    public void The_order_of_the_records_does_not_matter()
    {
        Invocation[] calls = [Call(0, input: 10_000), Call(1, input: 12_000), Call(2, input: 15_000)];

        Of([.. calls.Reverse()]).Lost.ShouldBe(Of(calls).Lost);
    }

    [Fact]
    public void Sessions_are_told_apart_by_principal_and_name() =>
        CallByCall.Of([Call(0, input: 1), Call(0, input: 1, session: "droid-2")], new PriceBook()).Select(session => session.Name)
            .ShouldBe(["role/agent/droid-1", "role/agent/droid-2"]);

    private static SessionCaching Of(params Invocation[] calls) => CallByCall.Of(calls, new PriceBook()).ShouldHaveSingleItem();
}
