using KillSwitch.Core.Caching;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using static KillSwitch.Core.Tests.Caching.RecordedCalls;

namespace KillSwitch.Core.Tests.Caching;

public class CacheDiagnosisTests
{
    [Fact]
    public void Nothing_written_and_nothing_read_was_never_asked_for() =>
        Fault(Turns(20, (before, added) => (before + added, 0, 0))).ShouldBe(CacheFault.NeverAsked);

    [Fact]
    public void Written_on_each_call_and_not_read_is_never_read() =>
        Fault(Turns(20, (before, added) => (0, 0, before + added))).ShouldBe(CacheFault.NeverRead);

    [Fact]
    public void All_that_came_before_read_works() =>
        Fault(Turns(20, (before, added) => (0, before, added))).ShouldBe(CacheFault.Works);

    [Fact]
    public void A_fixed_part_read_of_a_growing_prompt_is_a_part() =>
        Fault(Turns(40, (before, added) => before == 0 ? (added, 0, 0) : (before + added - 5_000, 5_000, 0)))
            .ShouldBe(CacheFault.PartOfPrompt);

    [Fact]
    public void Some_conversations_read_and_others_not_are_some_calls_only() =>
        Fault([.. Turns(20, (before, added) => (0, before, added)), .. Turns(30, (before, added) => (before + added, 0, 0), from: 60),
            .. Turns(4, (before, added) => (0, before, added), from: 120)])
            .ShouldBe(CacheFault.SomeCallsOnly);

    [Fact]
    public void Served_until_a_moment_and_then_no_more_has_stopped_then()
    {
        Invocation[] calls =
            [.. Turns(30, (before, added) => (0, before, added)), .. Turns(30, (before, added) => (before + added, 0, 0), from: 300)];

        CacheDiagnosis.Of(Session(calls)).ShouldBe(new CacheDiagnosis(CacheFault.Stopped, Start.AddMinutes(300)));
    }

    [Fact]
    public void A_few_calls_without_a_read_at_the_end_are_no_stop() =>
        Fault([.. Turns(60, (before, added) => (0, before, added)), .. Turns(5, (before, added) => (before + added, 0, 0), from: 300)])
            .ShouldBe(CacheFault.Works);

    [Fact]
    public void Calls_ten_minutes_apart_are_too_far_apart() =>
        Fault(Turns(20, (before, added) => (0, 0, before + added), minutes: 10)).ShouldBe(CacheFault.TooFarApart);

    [Fact]
    public void Prompts_below_the_minimum_are_too_short() =>
        Fault([.. Enumerable.Range(0, 20).Select(i => Call(i, input: 2_000))]).ShouldBe(CacheFault.PromptsTooShort);

    [Fact]
    public void A_model_without_caching_is_told_before_its_usage() =>
        Fault([.. Enumerable.Range(0, 20).Select(i => Call(i, input: 20_000, model: "meta.llama3-1-70b-instruct-v1:0"))])
            .ShouldBe(CacheFault.ModelWithoutCaching);

    [Fact]
    public void Questions_that_get_shorter_share_nothing() =>
        Fault([Call(0, input: 30_000), Call(1, input: 20_000), Call(2, input: 10_000)]).ShouldBe(CacheFault.NothingToReuse);

    [Fact]
    public void One_call_is_too_few() => Fault([Call(0, input: 30_000)]).ShouldBe(CacheFault.TooFewCalls);

    [Fact]
    public void Every_fault_but_the_harmless_ones_says_what_to_look_at() =>
        Enum.GetValues<CacheFault>().Where(fault => CacheAdvice.For(fault).LookAt.Length == 0)
            .ShouldBe([CacheFault.Works, CacheFault.TooFewCalls]);

    private static CacheFault Fault(Invocation[] calls) => CacheDiagnosis.Of(Session(calls)).Fault;

    private static SessionCaching Session(Invocation[] calls) => CallByCall.Of(calls, new PriceBook()).ShouldHaveSingleItem();

    // A conversation: each prompt holds the one before and a little more.
    private static Invocation[] Turns(
        int count, Func<long, long, (long Input, long Read, long Write)> tokens, int from = 0, double minutes = 1)
    {
        var before = 0L;
        return [.. Enumerable.Range(0, count).Select(turn =>
        {
            var added = turn == 0 ? 20_000 : 1_000;
            var (input, read, write) = tokens(before, added);
            before += added;
            return Call(from + (turn * minutes), input, read, write);
        })];
    }
}
