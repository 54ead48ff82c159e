using KillSwitch.Aws.Stops;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Tests.Stops;

/// <summary>What is kept, as earlier versions wrote it and read it.</summary>
public class StopJsonTests
{
    private const string ByHand = """
        {"id":"stop-fgdpkvqy3h","trip":{"rule":"(by hand)","scope":"Principal=111122223333/role/agent","window":[1777000000,1777000001],"rolling":false,"round":0,"limit":""},"target":{"kind":"Principal","account":"111122223333","principal":"role/agent","arn":"arn:aws:iam::111122223333:role/agent"},"evidence":{"subject":"stopped by arn:aws:iam::111122223333:user/ana: a loop: twice","unit":"","limit":0,"measured":0,"calls":0,"input":0,"output":0,"cacheRead":0,"cacheWrite":0,"cacheWrite1h":0,"usd":0,"inFlight":0,"ratePerSecond":0,"horizonTicks":0,"window":[1777000000,1777000001],"lastRecord":"2026-04-24T03:06:40+00:00","unattributed":0},"state":"Intended","revision":0,"at":"2026-04-24T03:06:40+00:00","attempts":0,"askedBy":"arn:aws:iam::111122223333:user/ana","note":"a loop: twice"}
        """;

    private const string ByRule = """
        {"id":"stop-aaaaaaaaaa","trip":{"rule":"cap","scope":"account=1","window":[0,86400],"rolling":false,"round":0,"limit":""},"target":{"kind":"Account","account":"1"},"evidence":{"subject":"account 1","unit":"usd","limit":500,"measured":612,"calls":0,"input":0,"output":0,"cacheRead":0,"cacheWrite":0,"cacheWrite1h":0,"usd":0,"inFlight":0,"ratePerSecond":0,"horizonTicks":0,"window":[0,86400],"lastRecord":"2026-04-24T03:06:40+00:00","unattributed":0},"state":"Intended","revision":0,"at":"2026-04-24T03:06:40+00:00","attempts":0}
        """;

    [Fact]
    public void A_stop_by_hand_is_read_and_written_as_ever()
    {
        var stop = StopJson.Read(ByHand);

        stop.Cause.ShouldBe(new StopCause.ByPerson("arn:aws:iam::111122223333:user/ana", "a loop: twice"));
        stop.ShouldBe(Stop.ByHand(stop.Target, "arn:aws:iam::111122223333:user/ana", "a loop: twice", stop.At));
        StopJson.Write(stop).ShouldBe(ByHand);
    }

    [Fact]
    public void A_stop_by_hand_whose_words_are_not_ours_is_one_all_the_same()
    {
        var stop = StopJson.Read(ByHand.Replace("stopped by arn:aws:iam::111122223333:user/ana: a loop: twice", "eve was here",
            StringComparison.Ordinal));

        stop.Cause.ShouldBe(new StopCause.ByPerson("somebody", "eve was here"));
    }

    [Fact]
    public void The_unit_says_whether_a_budget_made_a_stop_and_the_words_of_a_rule_s_stop_say_nothing()
    {
        StopJson.Read(ByRule).Cause.ShouldBeOfType<StopCause.ByRule>();
        StopJson.Read(ByRule.Replace("\"account 1\"", "\"stopped by ana: x\"", StringComparison.Ordinal)).Cause
            .ShouldBeOfType<StopCause.ByRule>();
        StopJson.Read(ByRule.Replace("\"usd\",", "\"budget\",", StringComparison.Ordinal)).Cause.ShouldBeOfType<StopCause.ByBudget>();
        StopJson.Write(StopJson.Read(ByRule)).ShouldBe(ByRule);
    }

    [Fact]
    public void Evidence_carries_list_price_what_has_no_price_and_what_is_estimated()
    {
        var stop = StopJson.Read(ByRule);
        var cause = (StopCause.ByRule)stop.Cause;
        stop = stop with
        {
            Cause = cause with
            {
                Evidence = cause.Evidence with
                {
                    Total = new Usage(1, default, new Usd(8))
                    {
                        Discount = new Usd(2),
                        Unpriced = new Usd(5),
                        Estimated = new Estimate(10, 20, 5, new Usd(3.5m)),
                    },
                    NoPrice = "no price: `a.b` counted at $1.00 a million input tokens, because that is the dearest of `a`",
                },
            },
        };

        StopJson.Read(StopJson.Write(stop)).ShouldBe(stop);
        stop.Evidence!.Reason.ShouldEndWith(
            ", $10.00 at list price, $5.00 of it without a price (no price: `a.b` counted at $1.00 a million input tokens, because that is "
                + "the dearest of `a`), $3.50 of it estimated (the mantle endpoint, whose tokens are shared among its callers by the minute)");
    }

    [Fact]
    public void What_was_told_lies_where_it_always_lay()
    {
        OnceKey.Of(new NoticeKey.OfEvent(NoticeTopic.Tampering, "ev-1", new Window(1_777_000_000, 1_777_000_001), "PUT BACK")).Partition
            .ShouldBe("trip#eedf6a548f0fc107c595fa31c2633f2d");
        OnceKey.Of(new NoticeKey.OfTrip(
            new TripKey("cap", "scope", new Window(0, 3600), IsRolling: true, Round: 2, Limit: "usd 30"), "80%")).Partition
            .ShouldBe("trip#e71dac63aa2670a53507bae33c05367f");
    }
}
