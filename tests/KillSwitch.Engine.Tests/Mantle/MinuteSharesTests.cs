using CsCheck;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Mantle;

namespace KillSwitch.Engine.Tests.Mantle;

/// <summary>The mantle endpoint counts tokens by the minute, and CloudTrail its calls one by one.</summary>
public class MinuteSharesTests
{
    private const long Start = 1_777_075_200;

    [Fact]
    public void One_caller_gets_all_of_its_minute_exactly()
    {
        var share = Shares(Minutes((0, 3, 900, 30)), Calls((0, "a", 3))).ShouldHaveSingleItem();

        share.ShouldBe(new(Start, "a", new TokenUsage(900, 30), 3, IsEstimated: false));
    }

    [Fact]
    public void Several_share_by_their_calls_to_the_last_token_and_that_is_an_estimate()
    {
        var shares = Shares(Minutes((0, 3, 1000, 10)), Calls((0, "a", 2), (0, "b", 1)));

        shares.ShouldBe(
        [
            new(Start, "a", new TokenUsage(667, 7), 2, IsEstimated: true),
            new(Start, "b", new TokenUsage(333, 3), 1, IsEstimated: true),
        ]);
    }

    [Fact]
    public void A_call_that_ends_minutes_later_is_counted_when_it_ends()
    {
        var shares = Shares(Minutes((4, 1, 500, 50)), Calls((0, "a", 1)));

        shares.ShouldBe([new(Start + 240, "a", new TokenUsage(500, 50), 1, IsEstimated: false)]);
    }

    [Fact]
    public void A_minute_whose_calls_agree_is_exact_whoever_still_waits()
    {
        // b's call goes on; a's begins and ends within its minute.
        var shares = Shares(Minutes((1, 1, 100, 1), (5, 1, 7000, 70)), Calls((0, "b", 1), (1, "a", 1)));

        shares.ShouldBe(
        [
            new(Start + 60, "a", new TokenUsage(100, 1), 1, IsEstimated: false),
            new(Start + 300, "b", new TokenUsage(7000, 70), 1, IsEstimated: false),
        ]);
    }

    [Fact]
    public void Calls_that_nobody_was_told_of_are_nobodys_and_make_the_rest_an_estimate()
    {
        var share = Shares(Minutes((0, 4, 1000, 8)), Calls((0, "a", 1))).ShouldHaveSingleItem();

        share.ShouldBe(new(Start, "a", new TokenUsage(250, 2), 1, IsEstimated: true));
        Shares(Minutes((0, 4, 1000, 8)), Calls()).ShouldBeEmpty();
    }

    [Fact]
    public void What_began_longer_ago_than_a_call_lasts_explains_nothing() =>
        Shares(Minutes((11, 1, 500, 50)), Calls((0, "a", 1))).ShouldBeEmpty();

    [Fact]
    public void Tokens_that_are_shown_before_their_calls_wait_for_those() =>
        Shares(Minutes((0, 0, 500, 50)), Calls((0, "a", 1))).ShouldBeEmpty();

    // Minutes with inferences and tokens; calls by minute and caller.
    [Fact]
    public void Nothing_is_given_twice_nor_made_up() =>
        Gen.Select(
            Gen.Select(Gen.Long[0, 30], Gen.Long[0, 40], Gen.Long[0, 100_000], Gen.Long[0, 5_000]).Array[0, 20],
            Gen.Select(Gen.Long[0, 30], Gen.Int[0, 4], Gen.Long[1, 20]).Array[0, 40]).Sample((metrics, told) =>
            {
                var minutes = Minutes([.. metrics.DistinctBy(one => one.Item1)]);
                var calls = Calls([.. told.Select(one => (one.Item1, "abcde"[one.Item2].ToString(), one.Item3))]);
                var shares = Shares(minutes, calls);

                foreach (var minute in shares.GroupBy(share => share.Second))
                {
                    var (counted, tokens) = minutes[minute.Key];
                    minute.Sum(share => share.Tokens.InputTokens).ShouldBeLessThanOrEqualTo(tokens.InputTokens);
                    minute.Sum(share => share.Tokens.OutputTokens).ShouldBeLessThanOrEqualTo(tokens.OutputTokens);
                    minute.ShouldAllBe(share => share.Tokens.InputTokens >= 0 && share.Tokens.OutputTokens >= 0);
                    minute.ShouldAllBe(share => share.IsEstimated || minute.Count() == 1);
                    // All of a minute that its own calls explain.
                    if (calls.TryGetValue(minute.Key, out var own) && own.Values.Sum() >= counted)
                    {
                        minute.Sum(share => share.Tokens.InputTokens).ShouldBe(tokens.InputTokens);
                        minute.Sum(share => share.Tokens.OutputTokens).ShouldBe(tokens.OutputTokens);
                    }
                }

                foreach (var caller in shares.GroupBy(share => share.Caller))
                {
                    var began = calls.Values.Sum(minute => minute.GetValueOrDefault(caller.Key));
                    // A part of a call is rounded up, once a minute.
                    caller.Sum(share => share.Covered).ShouldBeLessThanOrEqualTo(began + caller.Count());
                }
            }, iter: 500);

    private static IReadOnlyList<MinuteShares.Share> Shares(
        Dictionary<long, (long, TokenUsage)> minutes, Dictionary<long, IReadOnlyDictionary<string, long>> calls) =>
        MinuteShares.Of(minutes, calls);

    private static Dictionary<long, (long, TokenUsage)> Minutes(params (long Minute, long Calls, long Input, long Output)[] minutes) =>
        minutes.ToDictionary(one => Start + (one.Minute * 60), one => (one.Calls, new TokenUsage(one.Input, one.Output)));

    private static Dictionary<long, IReadOnlyDictionary<string, long>> Calls(params (long Minute, string Caller, long Count)[] calls) =>
        calls.GroupBy(one => Start + (one.Minute * 60)).ToDictionary(
            minute => minute.Key,
            minute => (IReadOnlyDictionary<string, long>)minute.GroupBy(one => one.Caller)
                .ToDictionary(same => same.Key, same => same.Sum(one => one.Count)));
}
