using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyCases;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Engine.Tests.PolicyCases;

public class CaseFileReaderTests
{
    private const string Call = "{ at: \"09:00\", principal: role/a, session: s, model: amazon.nova-micro-v1:0, usd: 1 }";

    private static readonly Policy Policy = PolicyFileReader.Read("""
        version: 1
        rules:
          - { id: cap, per: principal, limit: { usd: 5 }, every: day, notify: [80%, breach], stop: principal }
          - { id: from-budgets, limit: { budget: team }, stop: account }
        """).Policy!;

    [Theory]
    [InlineData(Call, "{ stoped: none }", "4:13: `stoped` is not a key of an expectation; did you mean `stopped`? allowed: stopped, ")]
    [InlineData(Call, "{}", "this case expects nothing; allowed: stopped, waiting, notStopped, notified")]
    [InlineData(Call, "{ stopped: { target: role/a, rule: capp } }", "`capp` is no rule of the policy; did you mean `cap`; allowed: cap")]
    [InlineData(Call, "{ stopped: { target: role/a, rule: from-budgets } }",
        "`from-budgets` waits for AWS Budgets, which no case can show")]
    [InlineData(Call, "{ stopped: { rule: cap } }", "this stop lacks `target`; ")]
    [InlineData(Call, "{ notStopped: role/aa }", "`role/aa` calls nothing and is not called in this case; did you mean `role/a`")]
    [InlineData(Call, "{ notified: { rule: cap, level: 50% } }", "`50%` is no level that `cap` tells; allowed: 80%, breach")]
    [InlineData(Call, "{ notified: { rule: cap } }", "this message lacks `level`; ")]
    [InlineData(Call, "{ stopped: { target: role/a, before: noon } }", "`noon` is no time; allowed is a time of day 1 such as `09:00`")]
    [InlineData("{ at: \"25:00\", principal: role/a, model: m, usd: 1 }", "{ stopped: none }", "`25:00` is no time; ")]
    [InlineData("{ at: \"09:00\", principal: agent, model: m, usd: 1 }", "{ stopped: none }",
        "`agent` is no principal that calls; allowed: ")]
    [InlineData("{ at: \"09:00\", principal: user/u, session: s, model: m, usd: 1 }", "{ stopped: none }", "`user/u` has no sessions: ")]
    [InlineData("{ at: \"09:00\", model: m, usd: 1 }", "{ stopped: none }", "this call lacks `principal`; give it here, or to all calls ")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m }", "{ stopped: none }",
        "this call costs nothing; allowed: usd, inputTokens, ")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: amazon.nova-mikro-v1:0, inputTokens: 1 }", "{ stopped: none }",
        "no price is known for `amazon.nova-mikro-v1:0`; did you mean `amazon.nova-micro-v1:0`")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m, usd: -1 }", "{ stopped: none }",
        "`-1` is not a cost; allowed is what one call ")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m, usd: 1, times: 3 }", "{ stopped: none }", "`times` and `every` go together")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m, usd: 1, times: 3, every: 1w }", "{ stopped: none }", "`1w` is no distance ")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m, usd: 1, times: 9999999, every: 1s }", "{ stopped: none }",
        "at most 200000 calls")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m, usd: 1, times: 9999, every: 366d }", "{ stopped: none }",
        "more than 400 days")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m, usd: 1, tags: x }", "{ stopped: none }", "`x` are no tags; ")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m, usd: 1, principalTag: x }", "{ stopped: none }", "`x` are no tags; ")]
    [InlineData("{ at: \"09:00\", principal: root, model: m, usd: 1, principalTag: { a: b } }", "{ stopped: none }",
        "`root` has no tags in IAM: only a role or a user has")]
    [InlineData("{ at: \"09:00\", principal: role/a, model: m, usd: 1, profileTag: { a: b } }", "{ stopped: none }",
        "this call uses no profile that could have tags; give its name as `profile`")]
    [InlineData(Call, "{ stopped: { target: role/a, denied: [] } }", "is no model that a stop takes away; ")]
    [InlineData(Call, "{ stopped: \"tag:team=pay\" }", "`tag:team=pay` calls nothing and is not called in this case")]
    [InlineData("[]", "{ stopped: none }", "a case without calls shows nothing; ")]
    public void A_mistake_is_one_sentence_at_its_place(string calls, string expect, string says)
    {
        var result = Read($"version: 1\ncases:\n- name: one\n  expect: {expect}\n  calls: {calls}\n");

        result.Cases.ShouldBeNull();
        $"{result.Problems[0].Line}:{result.Problems[0].Column}: {result.Problems[0].Message}".ShouldContain(says);
        result.Problems.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("cases: []", "there are no `cases`; ")]
    [InlineData("start: soon\ncases: [{ name: n, calls: CALL, expect: { stopped: none } }]", "`soon` is no day; ")]
    [InlineData("start: 9999-12-31\ncases: [{ name: n, calls: CALL, expect: { stopped: none } }]", "is too far away; ")]
    [InlineData("account: 12\ncases: [{ name: n, calls: CALL, expect: { stopped: none } }]", "`12` is no account; ")]
    [InlineData("defaults: { usd: 1 }\ncases: [{ name: n, calls: CALL, expect: { stopped: none } }]",
        "`usd` is not a key of the defaults of calls")]
    [InlineData("cases: [{ name: n, calls: CALL }]", "this case lacks `expect`; ")]
    [InlineData("cases:\n- { name: n, calls: CALL, expect: { stopped: none } }\n- { name: n, calls: CALL, expect: { stopped: none } }",
        "`n` is the name of an earlier case; names are unique")]
    public void So_is_one_of_the_file(string text, string says) =>
        Read("version: 1\n" + text.Replace("CALL", Call, StringComparison.Ordinal))
        .Problems.ShouldHaveSingleItem().Message.ShouldContain(says);

    [Fact]
    public void Every_mistake_is_listed_in_the_order_of_the_file() => Read("""
        version: 2
        cases:
        - name: one
          calls: { at: never, principal: role/a, model: m, usd: 1 }
          expect: { stopped: none }
        - name: two
          expect: { stopped: none }
        """).Problems.Select(problem => problem.Line).ShouldBe([1, 4, 6]);

    [Theory]
    [InlineData("", null)]
    [InlineData("policy: [a]", null)]
    [InlineData("policy: ../killswitch.yaml", "../killswitch.yaml")]
    public void The_policy_is_where_the_file_says(string yaml, string? path) => CaseFileReader.PolicyPath(yaml).ShouldBe(path);

    private static CaseFileResult Read(string yaml) => CaseFileReader.Read(yaml, Policy, PolicyPrices.Book(Policy));
}
