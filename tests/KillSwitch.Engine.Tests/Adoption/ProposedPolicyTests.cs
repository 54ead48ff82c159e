using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Engine.Adoption;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Adoption;

/// <summary>A policy that was proposed from what an account did.</summary>
public class ProposedPolicyTests
{
    private static readonly DateTimeOffset From = new(2026, 4, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_file_says_of_each_limit_what_was_seen_and_what_was_taken()
    {
        var text = ProposedPolicy.Write(Logged());

        text.ShouldBe("""
            # yaml-language-server: $schema=killswitch.schema.json
            #
            # Proposed by `killswitch init --from-account` from what us-east-1 did from 2026-04-20 12:00 to 2026-04-27
            # 12:00 UTC: 42 calls in the invocation log (`/bedrock/log`), 0 in CloudWatch's metrics.
            # Each proposed limit is 3 times the 99th percentile of what was seen, rounded up. Look at each before it is
            # enforced, and back-test all of them: `killswitch replay --policy FILE --from-account --mode enforce`.
            version: 1
            mode: observe                  # observe: everything but the deny, stops are told as "would stop" | enforce
            timezone: UTC                  # windows start on this zone's midnight
            exempt: ["role/BreakGlass"]    # never stopped; still metered, still notified
            maxStops: { count: 25, every: hour }  # beyond it new stops wait for a person: a wrong price must not cut off a company
            mantle: allow                  # the bedrock-mantle endpoint logs no invocations: allow leaves it open, deny closes it
            unpriced: fail-safe            # a model without a price counts like the dearest of its kin, and is reported

            rules:
              # A spend cap per IAM principal.
              # Seen in 2 principals, a month at the pace of this span: max $300.00, p99 $300.00, sum $309.98; most by
              # role/agent. Taken: 3 x p99.
              - id: principal-monthly-cap
                per: principal
                limit: { usd: 900 }
                every: month
                notify: [50%, 80%]
                stop: principal
                restore: window

              # A call limit per model.
              # Seen in 2 days of a model, calls a day: max 40 calls, p99 40 calls, sum 42 calls (invocation log). Taken:
              # 3 x p99.
              - id: model-daily-calls
                per: model
                limit: { calls: 120 }
                every: day
                notify: [80%]
                stop: model

              # A bound on input tokens that no cache served, per workflow (a role and its session).
              # Seen in 1 hour of a session, uncached input tokens an hour: max 400,000 tokens, p99 400,000 tokens, sum
              # 400,000 tokens. Taken: 3 x p99.
              - id: uncached-per-workflow
                per: [principal, session]
                limit: { uncachedInputTokens: 1_200_000 }
                every: hour
                stop: session

              # A hard stop for the account. Exempt the people who look after the guard before it is enforced.
              # Seen in 1 day, a day: max $41.33, p99 $41.33, sum $41.33 (invocation log). Taken: 3 x p99.
              - id: account-ceiling
                per: account
                limit: { usd: 130 }
                every: day
                notify: [50%, 80%]
                stop: account

              # Is prompt caching working at all? Told, never stopped.
              # Seen: 50 % of 800,000 input tokens of Anthropic's models came from the cache. Taken: what a cache serves
              # at least that works.
              - id: cache-is-broken
                match: { model: "anthropic.*" }
                per: [principal, session]
                limit: { cacheHitRatio: { below: 0.30, after: { inputTokens: 5_000_000 } } }
                every: { rolling: 30m }
                notify: [breach]
                stop: none

            """);
    }

    [Fact]
    public void What_is_written_is_a_policy_that_observes_and_would_not_stop_what_was_seen()
    {
        var read = PolicyFileReader.Read(ProposedPolicy.Write(Logged()));

        read.Problems.ShouldBeEmpty();
        read.Warnings.ShouldHaveSingleItem().Message.ShouldStartWith("the policy observes");
        var policy = read.Policy.ShouldNotBeNull();
        policy.Mode.ShouldBe(PolicyMode.Observe);
        policy.Rules.Select(rule => (rule.Id, rule.Stop)).ShouldBe([
            ("principal-monthly-cap", StopScope.Principal), ("model-daily-calls", StopScope.Model),
            ("uncached-per-workflow", StopScope.Session),
            ("account-ceiling", StopScope.Account), ("cache-is-broken", StopScope.None),
        ]);
    }

    [Fact]
    public void The_prices_and_discounts_that_it_was_counted_by_stand_in_it()
    {
        const string mine = """
            # ours
            version: 1
            prices:   # private
            - { model: a.b, input: 2, output: 3 }

            # and off the list
            discounts:
              - { match: { model: "anthropic.*" }, percent: 20, source: EDP }
            rules:
              - { id: r, limit: { usd: 1 }, every: day, stop: account }
            """;
        var text = ProposedPolicy.Write(Logged() with { PriceSections = WrittenSections.Of(mine, "prices", "discounts") });

        var (was, now) = (PolicyFileReader.Read(mine).Policy!, PolicyFileReader.Read(text).Policy.ShouldNotBeNull());
        now.Prices.ShouldBe(was.Prices);
        now.Discounts.Select(DiscountSummary.Of).ShouldBe(was.Discounts.Select(DiscountSummary.Of));
        now.Rules.Count.ShouldBe(5);
        WrittenSections.Of(mine, "mantle").ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_log_only_the_account_and_the_models_have_numbers_of_their_own_and_the_file_says_so()
    {
        var reading =
            new MetricReading("us-east-1", From, From.AddDays(7), [Hour(0, 500, 1_000), Hour(1, 700, 2_000), Hour(30, 900, 9_000)], 0);
        var text = ProposedPolicy.Write(
            new Observation(
            "us-east-1", From, From.AddDays(7), [], "invocation logging is off in us-east-1", new SeenCalls(Prices), reading, Prices));

        var flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word != "#"));
        flat.ShouldContain(
            "Invocation logging is off in us-east-1, so that nothing tells who called: only the rules on the account and on models have "
            + "numbers of yours; those on principals and sessions have the template's.");
        flat.ShouldContain(
            "Not from your account: invocation logging is off in us-east-1. The number is the template's. - id: principal-monthly-cap "
            + "per: principal limit: { usd: 500 }");
        // 1,200 calls on the one day, 900 on the next; $30 and $90.
        flat.ShouldContain(
            "max 1,200 calls, p99 1,200 calls, sum 2,100 calls (CloudWatch's metrics). Taken: 3 x p99. - id: model-daily-calls per: model "
            + "limit: { calls: 3_600 }");
        flat.ShouldContain("limit: { usd: 270 } every: day");
        flat.ShouldContain("below: 0.30");
        PolicyFileReader.Read(text).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Many_cheap_calls_that_no_log_tells_of_lower_no_ceiling_below_what_was_spent()
    {
        var reading = new MetricReading("us-east-1", From, From.AddDays(7), [Hour(0, 5_000, 0)], 0);
        var text = ProposedPolicy.Write(Seen(Logged().Calls, reading));

        var flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word != "#"));
        flat.ShouldContain(
            "sum 5,000 calls (CloudWatch's metrics). Taken: 3 x p99. - id: model-daily-calls per: model limit: { calls: 15_000 }");
        flat.ShouldContain("(invocation log). Taken: 3 x p99. - id: account-ceiling");
    }

    [Fact]
    public void A_name_that_is_built_to_end_a_comment_does_not()
    {
        var calls = new SeenCalls(Prices);
        calls.Add(Call(1, 0, role: "a\n  - id: evil\u2028x"));
        var text = ProposedPolicy.Write(Seen(calls));

        PolicyFileReader.Read(text).Policy.ShouldNotBeNull().Rules.Count.ShouldBe(5);
        text.Split('\n').ShouldAllBe(line => !line.Contains("evil", StringComparison.Ordinal) || line.TrimStart().StartsWith('#'));
    }

    [Fact]
    public void A_record_counts_once_and_a_refused_one_never()
    {
        var calls = new SeenCalls(Prices);
        foreach (var record in (Invocation[])[Call(1, 0), Call(1, 0), Call(2, 1, error: "ThrottlingException")])
            calls.Add(record);

        (calls.Records, calls.AccountDays()!.Sum).ShouldBe((1, 1));
    }

    [Fact]
    public void A_log_that_began_within_the_span_is_not_taken_for_a_slow_one()
    {
        var calls = new SeenCalls(Prices);
        // A day before the end of a week.
        calls.Add(Call(1, 0, usd: 10));

        calls.PrincipalMonths(Start.AddDays(-6), Start.AddDays(1))!.Max.ShouldBe(300);
    }

    private static Observation Logged()
    {
        var calls = new SeenCalls(Prices);
        // Four days before the end: $40 by one in one hour, $1.33 by another.
        for (var n = 0; n < 40; n++)
            calls.Add(Call(n, -4 * 24 * 3600 + n, input: 10_000, cacheRead: 10_000) with { Timestamp = From.AddDays(3).AddSeconds(n) });
        for (var n = 40; n < 42; n++)
        {
            calls.Add(Call(n, 0, usd: n == 40
                ? 1
                : 0.33m, role: "quiet", model: "amazon.nova-pro-v1:0") with
            { Timestamp = From.AddDays(3).AddSeconds(n) });
        }

        return Seen(calls);
    }

    private static Observation Seen(SeenCalls calls, MetricReading? metrics = null) =>
        new("us-east-1", From, From.AddDays(7), ["/bedrock/log"], null, calls, metrics
            ?? new MetricReading("us-east-1", From, From.AddDays(7), [], 0), Prices);

    private static ModelMinute Hour(int hours, long calls, long outputTokens) => new(
        "us-east-1", BedrockEndpoint.Runtime, ModelId.Parse("amazon.nova-pro-v1:0"), From.AddHours(hours).ToUnixTimeSeconds(), calls,
        new TokenUsage(0, outputTokens));
}
