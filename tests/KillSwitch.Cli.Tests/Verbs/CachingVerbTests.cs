using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Caching;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Simulation;

namespace KillSwitch.Cli.Tests.Verbs;

public class CachingVerbTests
{
    [Fact]
    public async Task What_broken_caching_cost_comes_with_what_to_look_at()
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("events.jsonl", Conversation("droid-1", caches: false) + Conversation("droid-2", caches: true));

        var run = await Run.Of("caching", "--logs", logs);

        run.ExitCode.ShouldBe(0);
        // Nine calls that could have read what the one before had sent: 20,000, 21,000 … 28,000 tokens at 4.95 dollars a million less, and
        // what they read written before at 1.375 more.
        run.Output.ShouldContain("$1.03 of ");
        run.Output.ShouldContain("could have");
        run.Output.ShouldContain("role/agent/droid-1");
        run.Output.ShouldContain("never asked");
        run.Output.ShouldContain("cache_control (cachePoint in the Converse API)");
        run.Output.IndexOf("droid-1", StringComparison.Ordinal)
            .ShouldBeLessThan(run.Output.IndexOf("droid-2", StringComparison.Ordinal), "the dearest loss comes first");
    }

    [Fact]
    public async Task Json_has_every_session_its_hours_and_its_diagnosis()
    {
        using var scratch = new Scratch();
        var logs =
            scratch.Write("events.jsonl", Conversation("droid-1", caches: false) + Conversation("droid-2", caches: true) + "{\"broken\n");

        var report = JsonDocument.Parse((await Run.Of("caching", "--logs", logs, "--output", "json")).Output).RootElement;

        (report.GetProperty("basis").GetString(), report.GetProperty("target").ValueKind, report.GetProperty("skipped").GetInt32())
            .ShouldBe(("calls", JsonValueKind.Null, 1));
        var sessions = report.GetProperty("sessions").EnumerateArray().ToList();
        sessions.Select(session =>
            (session.GetProperty("session").GetString(), session.GetProperty("diagnosis").GetProperty("fault").GetString()))
                .ShouldBe([("droid-1", "neverAsked"), ("droid-2", "works")]);
        sessions[0].GetProperty("lostUsd").GetDecimal().ShouldBe(report.GetProperty("total").GetProperty("lostUsd").GetDecimal());
        sessions[0].GetProperty("reachableInputTokens").GetInt64().ShouldBe(Enumerable.Range(20, 9).Sum(thousand => thousand * 1000L));
        sessions[1].GetProperty("hours")[0].GetProperty("calls").GetInt32().ShouldBe(10);
        sessions[0].GetProperty("models")[0].GetString().ShouldBe("anthropic.claude-opus-4-6-v1");
    }

    [Fact]
    public async Task When_the_cache_stopped_is_told()
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("events.jsonl", Conversation("droid-1", caches: true) + Conversation("droid-1", caches: true, hour: 10)
            + Conversation("droid-1", caches: false, hour: 12) + Conversation("droid-1", caches: false, hour: 13));

        var run = await Run.Of("caching", "--logs", logs);

        run.Output.ShouldContain("role/agent/droid-1: nothing since 2026-11-02 12:00 UTC");
        run.Output.ShouldContain("█");
    }

    [Theory]
    [InlineData("0.3", 0)]
    [InlineData("0.9", 1)]
    public async Task A_ratio_below_the_least_that_is_allowed_ends_with_one(string least, int code)
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("events.jsonl", Conversation("droid-1", caches: false) + Conversation("droid-2", caches: true));

        (await Run.Of("caching", "--logs", logs, "--fail-below", least)).ExitCode.ShouldBe(code);
    }

    [Fact]
    public async Task Sessions_and_principals_are_chosen_by_pattern_and_time()
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("events.jsonl", Conversation("droid-1", caches: false) + Conversation("human-1", caches: true, hour: 12));

        (await Sessions("--session", "human-*")).ShouldBe(["human-1"]);
        (await Sessions("--principal", "role/other")).ShouldBeEmpty();
        (await Sessions("--since", "1h")).ShouldBe(["human-1"], "counted back from the last record");
        (await Sessions("--since", "2026-11-02T10:00:00Z")).ShouldBe(["human-1"]);
        (await Sessions("--since", "2026-11-02")).Count.ShouldBe(2);

        async Task<List<string?>> Sessions(params string[] args) =>
            [.. JsonDocument.Parse((await Run.Of(["caching", "--logs", logs, "--output", "json", .. args])).Output).RootElement.GetProperty(
                "sessions").EnumerateArray().Select(session => session.GetProperty("session").GetString())];
    }

    [Theory]
    [InlineData("--principal", "role/agnet", "`--principal role/agnet` matches nobody who called; did you mean `role/agent`?")]
    [InlineData("--session", "drooid-1", "`--session drooid-1` matches no session that called; did you mean `droid-1`?")]
    public async Task A_name_that_nobody_called_by_is_said_and_judges_nothing(string option, string name, string says)
    {
        using var scratch = new Scratch();
        var logs = scratch.Write("events.jsonl", Conversation("droid-1", caches: false));

        (await Run.Of("caching", "--logs", logs, option, name)).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(0), run => run.Error.ShouldContain(says));
        (await Run.Of("caching", "--logs", logs, option, name, "--fail-below", "0.3")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(2), run => run.Error.ShouldContain(says + "; `--fail-below` has nothing to judge by"));
    }

    [Fact]
    public async Task Logs_without_a_call_say_so()
    {
        using var scratch = new Scratch();

        var run = await Run.Of("caching", "--logs", scratch.Write("events.jsonl", "{\"broken\n"), "--fail-below", "0.3");

        (run.ExitCode, run.Output.Trim()).ShouldBe((0, "Nothing with input tokens was called."));
    }

    [Fact]
    public async Task A_name_that_steers_a_terminal_is_made_plain()
    {
        using var scratch = new Scratch();

        var run = await Run.Of("caching", "--logs", scratch.Write("events.jsonl", Conversation("\\u001b[31mdroid", caches: false)));

        run.Output.ShouldContain("droid");
        run.Output.ShouldNotContain('\u001b');
    }

    [Theory]
    [InlineData("`--window` is for what a guard counted", "--window", "day")]
    [InlineData("`--target` is for what a guard counted", "--target", "0.8")]
    [InlineData("`1.5` is no share", "--fail-below", "1.5")]
    [InlineData("`soon` is no time", "--since", "soon")]
    [InlineData("`0` is no number of sessions", "--top", "0")]
    public async Task A_mistake_is_one_sentence_and_ends_with_two(string sentence, params string[] args)
    {
        using var scratch = new Scratch();

        var run = await Run.Of(["caching", "--logs", scratch.Write("events.jsonl", Conversation("droid-1", caches: true)), .. args]);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldContain(sentence);
    }

    [Fact]
    public void The_published_bill_was_mostly_broken_caching()
    {
        var sessions = CallByCall.Of(Incident.Generate(1), new PriceBook());

        var lost = sessions.Aggregate(Usd.Zero, (sum, session) => sum + session.Lost);
        lost.Amount.ShouldBeInRange(29_000, 32_000);
        sessions.Select(session => CacheDiagnosis.Of(session).Fault).Distinct()
            .ShouldBe([CacheFault.SomeCallsOnly, CacheFault.NeverAsked], ignoreOrder: true);
    }

    // Ten turns, a minute apart, each a thousand tokens longer than the one before.
    internal static string Conversation(string session, bool caches, int hour = 9, string role = "agent") =>
        string.Concat(Enumerable.Range(0, 10).Select(turn =>
    {
        var (before, total) = (turn == 0 ? 0 : 19_000 + (turn * 1_000), 20_000 + (turn * 1_000));
        var (input, read, write) = caches ? (0, before, total - before) : (total, 0, 0);
        return string.Create(CultureInfo.InvariantCulture, $$$"""
            {"timestamp":"2026-11-02T{{{hour:00}}}:{{{turn:00}}}:00Z","accountId":"111122223333","region":"us-east-1","requestId":"{{{Guid.NewGuid()}}}","operation":"Converse","modelId":"us.anthropic.claude-opus-4-6-v1","input":{"inputTokenCount":{{{input}}},"cacheReadInputTokenCount":{{{read}}},"cacheWriteInputTokenCount":{{{write}}}},"output":{"outputTokenCount":100},"identity":{"arn":"arn:aws:sts::111122223333:assumed-role/{{{role}}}/{{{session}}}"},"schemaType":"ModelInvocationLog","schemaVersion":"1.0"}

            """);
    }));
}
