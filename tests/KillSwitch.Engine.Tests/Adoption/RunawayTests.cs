using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Scopes;
using KillSwitch.Engine.Adoption;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Adoption;

/// <summary>A policy that is proposed after an incident does not let the next one pass.</summary>
public class RunawayTests
{
    private const int Day = 24 * 3600;
    private static readonly DateTimeOffset From = Start;
    private int _number;

    [Fact]
    public void Days_far_above_a_principals_own_are_left_out_and_named()
    {
        var text = Write([.. Fleet(10), .. Days("agent-7", [20, 25, 18, 22, 4_000, 6_000, 21, 19])]);

        Limit(text, "principal-monthly-cap").ShouldBe(1_200);
        Limit(text, "account-ceiling").ShouldBe(140);
        Flat(text).ShouldContain("An incident lies in this span, and no number here is made to fit it. Left out: role/agent-7 spent "
            + "$10,000.00 from 2026-04-28 12:00 to 2026-04-29 13:00 UTC on 2 days, where $20.00 a day is usual.");
    }

    [Theory]
    [InlineData("20 22 19 500 500 500 500 500")] // A runaway that lasts.
    [InlineData("2000 20 22 19 21 18")]
    [InlineData("0.1 0.2 0.1 90")] // Hardly anything is usual.
    public void A_runaway_is_left_out_wherever_in_the_span_it_lies_and_however_long_it_lasts(string days)
    {
        var text = Write([.. Fleet(10), .. Days("agent-7", Each(days))]);

        Flat(text).ShouldContain("Left out: role/agent-7 spent $");
        Limit(text, "principal-monthly-cap").ShouldBeLessThan(1_000);
    }

    [Theory]
    [InlineData("20 90 30 45 25")] // A day of work.
    [InlineData("1 1 1 20")] // Nobody is woken for $20.
    [InlineData("300 310 290 305")] // Dear, and the same each day.
    [InlineData("40 5000")] // Of two days nobody knows what is usual, and nobody else is there.
    public void What_is_no_incident_counts(string days) =>
        Write([.. Days("agent-7", Each(days))]).ShouldNotContain("incident");

    [Fact]
    public void Somebody_new_far_above_everybody_else_is_left_out()
    {
        var text = Write([.. Fleet(10), .. Days("fresh", [3_000, 2_000])]);

        Flat(text).ShouldContain("Left out: role/fresh spent $5,000.00 from");
        Flat(text).ShouldContain("on 2 days, new, and more than 10 times as much a day as anybody who was there before.");
        Limit(text, "account-ceiling").ShouldBeLessThan(300);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // A gateway gives each call a session of its own.
    public void Hours_of_a_broken_cache_are_left_out_and_the_alarm_is_not_below_what_a_working_one_serves(bool isOneSession)
    {
        var broken = Enumerable.Range(0, 5 * 24 * 10).Select(n => Call(++_number, n * 360, usd: 5, role: "droid",
            session: isOneSession ? "s1" : $"s{n}", input: 800_000, cacheRead: 200_000) with
        {
            Timestamp = From.AddSeconds(n * 360),
        });
        var text = Write([.. Fleet(6), .. broken]);

        Flat(text).ShouldContain("Left out: role/droid spent $6,000.00 from 2026-04-24 12:00 to 2026-04-29 12:00 UTC in hours whose "
            + "prompt cache was broken: 20 % of 1,200,000,000 input tokens came from it.");
        Limit(text, "principal-monthly-cap").ShouldBeLessThan(600);
        text.ShouldContain("below: 0.30");
    }

    [Fact]
    public void Where_all_that_was_called_is_the_incident_the_numbers_are_the_templates_and_the_file_says_why()
    {
        var text = Write([.. Enumerable.Range(0, 48).Select(n => Call(++_number, 0, usd: 500, role: "droid", input: 8_000_000,
            cacheRead: 1_000_000) with
        {
            Timestamp = From.AddHours(n),
        })]);

        Flat(text).ShouldContain("Not from your account: nothing but the incident above tells of it. The number is the template's.");
        (Limit(text, "principal-monthly-cap"), Limit(text, "account-ceiling")).ShouldBe((500, 2_000));
        PolicyFileReader.Read(text).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Who_never_asks_for_a_cache_has_none_that_is_broken() =>
        Write([.. Enumerable.Range(0, 72).Select(n => Call(++_number, 0, input: 8_000_000) with { Timestamp = From.AddHours(n) })])
            .ShouldNotContain("incident");

    [Fact]
    public void The_metrics_alone_tell_a_runaway_of_the_account_and_never_bring_back_what_the_log_left_out()
    {
        ModelMinute[] minutes =
        [
            .. new[] { 300, 280, 310, 90_000, 295 }.Select((calls, day) => new ModelMinute("us-east-1", BedrockEndpoint.Runtime,
                ModelId.Parse("amazon.nova-pro-v1:0"), From.AddDays(day).ToUnixTimeSeconds(), calls, new TokenUsage(0, calls * 10))),
        ];
        var text = Write([], minutes);
        Flat(text).ShouldContain("Left out: the account in us-east-1 spent $9,000.00 from 2026-04-27 00:00 to 2026-04-28 00:00 UTC by "
            + "CloudWatch's metrics on 1 of 5 days, where $30.00 is usual.");
        Limit(text, "account-ceiling").ShouldBe(93);
        Limit(text, "model-daily-calls").ShouldBe(930);

        var both = Write([.. Days("agent-7", [30, 28, 31, 9_000, 29])], minutes);
        Limit(both, "account-ceiling").ShouldBe(93);
        Flat(both).ShouldContain("Left out: role/agent-7 spent $9,000.00");
    }

    // Five that spend a little each day.
    private List<Invocation> Fleet(int days) =>
        Enumerable.Range(0, 5).SelectMany(who => Days($"ci-{who}", [.. Enumerable.Repeat(4m, days)])).ToList();

    // One call a day.
    private List<Invocation> Days(string role, decimal[] spent) =>
        spent.Select((usd, day) => Call(++_number, 0, usd: usd, role: role) with { Timestamp = From.AddSeconds(day * Day) }).ToList();

    private static decimal[] Each(string days) => [.. days.Split(' ').Select(usd => decimal.Parse(usd, CultureInfo.InvariantCulture))];

    private static string Write(Invocation[] records, ModelMinute[]? minutes = null)
    {
        var calls = new SeenCalls(Prices);
        foreach (var record in records)
            calls.Add(record);
        return ProposedPolicy.Write(new Observation("us-east-1", From, From.AddDays(10), ["/bedrock/log"], null, calls,
            new MetricReading("us-east-1", From, From.AddDays(10), minutes ?? [], 0), Prices));
    }

    private static decimal Limit(string text, string rule) => PolicyFileReader.Read(text).Policy.ShouldNotBeNull().Rules
        .OfType<Core.Policies.CountedRule>().Single(one => one.Id == rule).Limit.Bound;

    private static string Flat(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word != "#"));
}
