using KillSwitch.Core.Evaluation;
using KillSwitch.Engine.PolicyCases;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Engine.Tests.PolicyCases;

public class CaseRunTests
{
    private const string Policy = """
        version: 1
        mode: observe
        exempt: [role/BreakGlass]
        rules:
          - id: person-day
            match: { principal: "role/*" }
            per: [principal, session]
            limit: { usd: 10 }
            every: day
            notify: [80%, breach]
            stop: session
            restore: window
            exceptions: [{ match: { session: anna }, limit: none }]
          - { id: by-hand, match: { principal: "user/*" }, per: principal, limit: { usd: 10 }, every: day, stop: principal, approval: manual }
          - { id: ceiling, limit: { usd: 1000 }, every: month, stop: account }
          - { id: opus, match: { model: "anthropic.claude-opus-*" }, per: model, limit: { calls: 50 }, every: day, stop: model }
          - id: pool
            match: { principalTag.team: "?ay" }
            per: "principalTag:team"
            limit: { usd: 10 }
            every: day
            stop: principals
          - { id: gateway, match: { tags.team: shop }, per: "tag:team", limit: { usd: 10 }, every: day, stop: tag }
          - { id: centre, match: { profileTag.centre: "47" }, per: profile, limit: { usd: 10 }, every: day, stop: account }
          - { id: mantle, match: { project: "proj_*" }, per: [principal, project], limit: { calls: 5 }, every: day, stop: principal }
          - id: no-opus
            match: { principal: user/dear }
            per: principal
            limit: { usd: 5 }
            every: day
            stop: principal
            deny: { model: "anthropic.claude-opus-*" }
        """;

    private const string Pay = "{ at: \"09:00\", session: anna, usd: 0.5, times: 60, every: 1m, principalTag: { Team: pay } }";
    private const string Shop = "{ at: \"09:00\", session: anna, usd: 0.5, times: 60, every: 1m, tags: { team: shop } }";
    private const string Dear = "{ at: \"09:00\", principal: user/dear, usd: 0.5, times: 11, every: 1m }";

    private const string Loop = "{ at: \"09:00\", session: bob, usd: 0.5, times: 60, every: 1m }";
    private const string AtOnce = "{ at: \"09:00\", session: anna, usd: 2000 }";

    [Theory]
    [InlineData(Loop, "stopped: role/a/bob")]
    [InlineData(Loop, "stopped: [{ target: role/a/*, rule: person-day, after: \"09:10\", before: \"09:21\", restored: \"day 2 00:00\" }]")]
    [InlineData(Loop, "notStopped: [role/a, amazon.nova-micro-v1:0, account]")]
    [InlineData(Loop, "notified: [{ rule: person-day, level: 80%, counter: role/a/bob }, { rule: person-day, level: breach }]")]
    [InlineData("{ at: \"09:00\", session: anna, usd: 0.5, times: 60, every: 1m }", "stopped: none")]
    [InlineData("{ at: \"09:00\", session: anna, usd: 0.5, times: 60, every: 1m }", "notified: none")]
    [InlineData("{ at: \"09:00\", principal: user/u, usd: 0.5, times: 60, every: 1m }", "waiting: { target: user/u, rule: by-hand }")]
    [InlineData("{ at: \"09:00\", principal: user/u, usd: 0.5, times: 60, every: 1m }", "stopped: none")]
    [InlineData(AtOnce, "stopped: { target: account, rule: ceiling, restored: never }")]
    [InlineData("{ at: \"09:00\", principal: role/BreakGlass, session: s, usd: 2000 }", "notStopped: role/BreakGlass")]
    [InlineData("{ at: \"09:00\", session: bob, model: us.anthropic.claude-opus-4-6-v1, inputTokens: 9, times: 90, every: 1m }",
        "stopped: { target: anthropic.claude-opus-4-6-v1, rule: opus }")]
    [InlineData("{ at: \"day 2 09:00\", session: bob, cacheReadTokens: 100_000, times: 2, every: 1d }", "stopped: none")]
    [InlineData(Pay, "stopped: { target: principalTag:team=pay, rule: pool, denied: \"*\" }")]
    [InlineData("{ at: \"09:00\", session: anna, usd: 0.5, times: 60, every: 1m }", "stopped: none, notStopped: principalTag:team=(none)")]
    [InlineData(Shop, "stopped: { target: \"tag:team=*\", rule: gateway }, notStopped: role/a")]
    [InlineData("{ at: \"09:00\", session: anna, usd: 0.5, times: 60, every: 1m, profile: shop, profileTag: { centre: 47 } }",
        "stopped: { target: account, rule: centre }")]
    [InlineData(
        "{ at: \"09:00\", session: anna, usd: 0.5, times: 60, every: 1m, profileTag: { centre: 47 }, "
            + "model: \"arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6\" }",
        "stopped: { target: account, rule: centre }")]
    [InlineData(Dear, "stopped: { target: user/dear, rule: no-opus, denied: \"anthropic.claude-opus-*\" }")]
    [InlineData("{ at: \"09:00\", session: anna, usd: 0.1, times: 9, every: 1m, project: proj_1 }",
        "stopped: { target: role/a, rule: mantle }")]
    [InlineData("{ at: \"09:00\", session: anna, usd: 0.1, times: 9, every: 1m, project: default }", "stopped: none")]
    public async Task A_case_that_holds_passes(string call, string expect) => (await RunAsync(call, expect)).ShouldBeEmpty();

    [Theory]
    [InlineData(Loop, "stopped: none", "expected nothing else to be stopped; `role/a/bob` was stopped by `person-day` on day 1 09:1")]
    [InlineData(Loop, "stopped: role/a", "expected `role/a` to be stopped; it was not")]
    [InlineData(Loop, "stopped: { target: role/a/bob, before: \"09:05\" }",
        "expected `role/a/bob` to be stopped, before day 1 09:05:00; it was stopped by `person-day` on day 1 09:1")]
    [InlineData(Loop, "stopped: { target: role/a/bob, after: \"10:00\" }", ", not before day 1 10:00:00; it was stopped by `person-day`")]
    [InlineData(Loop, "stopped: { target: role/a/bob, rule: ceiling }", " by `ceiling`; it was stopped by `person-day`")]
    [InlineData(Loop, "stopped: { target: role/a/bob, restored: \"12:00\" }", ", and restored by day 1 12:00:00; it was stopped by ")]
    [InlineData(Loop, "waiting: role/a/bob", "expected `role/a/bob` to wait for a person; it was stopped by `person-day`")]
    [InlineData(Loop, "notStopped: \"*/bob\"", "expected `role/a/bob` not to be stopped; `role/a/bob` was stopped by `person-day`")]
    [InlineData(Loop, "notified: none", "expected no message; `80%` of `person-day` was told of `role/a/bob` on day 1 09:1")]
    [InlineData(Loop, "notified: { rule: ceiling, level: breach }", "expected `breach` of `ceiling` to be told; nothing was")]
    [InlineData(Loop, "notified: { rule: person-day, level: 80%, counter: role/a }", "to be told of `role/a`; `80%` of `role/a/bob`")]
    [InlineData("{ at: \"09:00\", principal: user/u, usd: 0.5, times: 60, every: 1m }", "stopped: user/u",
        "expected `user/u` to be stopped; it waits for a person since day 1 09:1")]
    [InlineData(Dear, "stopped: { target: user/dear, denied: \"*\" }",
        "expected `user/dear` to be stopped, with all of Bedrock taken away; it was stopped by `no-opus` on day 1 09:0")]
    [InlineData(Dear, "stopped: none", ", with `anthropic.claude-opus-*` taken away: ")]
    [InlineData(Pay, "notStopped: role/a/anna", "expected `role/a/anna` not to be stopped; `principalTag:team=pay` was stopped by `pool`")]
    // Whoever is part of what is stopped cannot call either.
    [InlineData(AtOnce, "notStopped: role/a", "expected `role/a` not to be stopped; `111122223333` was stopped by `ceiling`")]
    [InlineData(AtOnce, "notStopped: role/a/anna", "expected `role/a/anna` not to be stopped; `111122223333` was stopped by `ceiling`")]
    public async Task One_that_does_not_says_what_was_found_against_what_was_expected(string call, string expect, string says) =>
        (await RunAsync(call, expect)).ShouldContain(failure => failure.Contains(says, StringComparison.Ordinal));

    private static async Task<IReadOnlyList<string>> RunAsync(string call, string expect)
    {
        var policy = PolicyFileReader.Read(Policy).Policy!;
        var prices = PolicyPrices.Book(policy);
        var read = CaseFileReader.Read($$"""
            version: 1
            defaults: { principal: role/a, model: amazon.nova-micro-v1:0 }
            cases:
            - name: one
              calls: {{call}}
              expect: { {{expect}} }
            """, policy, prices);
        read.Problems.ShouldBeEmpty();
        read.Cases!.Observes.ShouldBeTrue();
        return (await CaseRun.RunAsync(read.Cases, read.Cases.Cases[0], prices, TestContext.Current.CancellationToken)).Failures;
    }
}
