using CsCheck;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Engine.Tests.PolicyFile;

public class PolicyFileReaderTests
{
    [Fact]
    public void The_sample_policy_says_what_the_language_says()
    {
        var policy = PolicyFileReader.Read(File.ReadAllText("killswitch.yaml")).Policy.ShouldNotBeNull();

        policy.Mode.ShouldBe(PolicyMode.Enforce);
        policy.TimeZone.ShouldBe("UTC");
        policy.Exempt.ShouldBe([new Glob("role/BreakGlass")]);
        policy.MaxStops.ShouldBe(new MaxStops(25, WindowUnit.Hour));
        policy.Mantle.ShouldBe(MantleAccess.Allow);
        policy.Unmetered.ShouldBe(UnmeteredUse.Tell);
        policy.Unpriced.ShouldBe(UnpricedModels.FailSafe);
        policy.Rules.Select(rule => rule.Id)
            .ShouldBe(["agent-monthly-cap", "opus-daily-calls", "uncached-per-workflow", "account-ceiling", "cache-is-broken"]);
        policy.Rules.OfType<CountedRule>().Select(rule => rule.Limit).ShouldBe([
            new Limit.Spend(new Usd(500)), new Limit.CallCount(2000), new Limit.UncachedInputTokens(50_000_000),
            new Limit.Spend(new Usd(2000)), new Limit.CacheHitRatio(0.30m, 5_000_000)]);
        policy.Rules.Select(rule => rule.Stop)
            .ShouldBe([StopScope.Principal, StopScope.Model, StopScope.Session, StopScope.Account, StopScope.None]);
        Counted(policy, 0).NotifyPercents.ShouldBe([50, 80]);
        policy.Rules[0].NotifyBreach.ShouldBeFalse();
        policy.Rules[0].Restore.ShouldBe(new RestorePlan.AtWindowTurn());
        Counted(policy, 4).Every.ShouldBe(new Every.Rolling(TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var policy = Valid("version: 1\nrules:\n- { id: r, limit: { usd: 1 }, every: day, stop: account }");

        (policy.Mode, policy.TimeZone, policy.Exempt.Count, policy.MaxStops, policy.Mantle, policy.Unpriced)
            .ShouldBe((PolicyMode.Enforce, "UTC", 0, null, MantleAccess.Allow, UnpricedModels.FailSafe));
        var rule = Counted(policy, 0);
        rule.Match.ShouldBeEmpty();
        rule.Per.ShouldBe([Dimension.Account]);
        rule.NotifyPercents.ShouldBeEmpty();
        (rule.NotifyBreach, rule.Approval, rule.Restore, rule.Brake)
            .ShouldBe((true, Approval.Automatic, new RestorePlan.Manual(), Brake.Predictive));
    }

    public static TheoryData<string, Func<CountedRule, bool>> Parts => new()
    {
        { "limit: { usd: 1_000.50 }, every: week, stop: none", rule => rule.Limit == new Limit.Spend(new Usd(1000.5m)) },
        { "per: principal, limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: { principal: role/a }, limit: none }]", rule =>
            rule.Exceptions is [{ Limit: null, Match: [{ Field.Kind: DimensionKind.Principal }] }] },
        { "limit: { calls: 2_000 }, every: minute, stop: none", rule => rule.Limit == new Limit.CallCount(2000) },
        { "limit: { inputTokens: 7 }, every: hour, stop: none", rule => rule.Limit == new Limit.InputTokens(7) },
        { "limit: { outputTokens: 7 }, every: month, stop: none", rule =>
            rule.Limit == new Limit.OutputTokens(7) },
        { "limit: { tokens: 7 }, every: { rolling: 7d }, stop: none", rule => rule.Every == new Every.Rolling(TimeSpan.FromDays(7)) },
        { "limit: { calls: 1 }, every: day, per: [principal, 'tag:team'], stop: principal", rule =>
            rule.Per.SequenceEqual([Dimension.Principal, Dimension.Tag("team")]) },
        { "limit: { calls: 1 }, every: day, per: session, stop: session", rule => rule.Stop == StopScope.Session },
        { "limit: { calls: 1 }, every: day, stop: none, match: { tags.team: [a, b*], region: us-* }", rule =>
            rule.Match.Count == 2 && rule.Match[1].AnyOf.Count == 2 },
        { "limit: { calls: 1 }, every: day, stop: none, match: { tags: { team: a } }", rule =>
            rule.Match[0].Field == Dimension.Tag("team") },
        { "limit: { calls: 1 }, every: day, stop: none, notify: [80%, breach, 50%]", rule =>
            rule.NotifyPercents.SequenceEqual([50, 80]) && rule.NotifyBreach },
        { "limit: { calls: 1 }, every: day, stop: none, notify: 99%", rule =>
            rule.NotifyPercents.SequenceEqual([99]) && !rule.NotifyBreach },
        { "limit: { calls: 1 }, every: day, stop: account, restore: 36h", rule =>
            rule.Restore == new RestorePlan.After(TimeSpan.FromHours(36)) },
        { "limit: { calls: 1 }, every: day, stop: account, approval: manual, brake: exact", rule =>
            rule.Approval == Approval.Manual && rule.Brake == Brake.Exact },
        { "limit: { calls: 1 }, every: day, stop: \"account\"", rule => rule.Stop == StopScope.Account },
    };

    [Theory]
    [InlineData("", true)]
    [InlineData(", match: { principalTag.team: [payments, search] }", false)]
    [InlineData(", match: { principalTag.team: '*' }", true)]
    [InlineData(", exceptions: [{ match: { principalTag.team: '(none)' }, limit: none }]", false)]
    [InlineData(", exceptions: [{ match: { principalTag.team: '(none)' }, limit: { usd: 9 } }]", true)]
    public void Where_those_without_a_tag_would_be_stopped_together_it_is_said(string more, bool isWarned)
    {
        var read = PolicyFileReader.Read(
            "version: 1\nrules:\n- { id: r, per: 'principalTag:team', limit: { usd: 1 }, every: month, stop: principals" + more + " }");

        read.Problems.ShouldBeEmpty();
        read.Warnings.Select(warning => warning.Message).Count(message => message.StartsWith("whoever lacks the tag `team`",
            StringComparison.Ordinal)).ShouldBe(isWarned ? 1 : 0);
    }

    [Theory]
    [InlineData("{ principal: role/ci }", "{ principal: role/agent-7 }", "{ principal: role/agent-* }",
        "the rule's `match` counts no `principal` that it is for")]
    [InlineData("{ principal: 'role/agent-*' }", "{ principal: role/agent-7, session: anna }", "",
        null, "the one in line 4 takes in all of it, and is tried first")]
    [InlineData("{ session: ['a*', b] }", "{ session: [anna, b] }", "", null, "the one in line 4 takes in all of it, and is tried first")]
    [InlineData("{ session: ['a*', b] }", "{ session: [anna, c] }", "")]
    [InlineData("{ principal: role/agent-7 }", "{ principal: 'role/agent-*' }", "{ principal: 'role/*' }")]
    public void An_exception_that_changes_nothing_is_said_where_that_is_sure(
        string first, string second, string match, string? ofFirst = null, string? ofSecond = null)
    {
        var read = PolicyFileReader.Read($$"""
            version: 1
            rules:
            - { id: r, {{(match.Length == 0 ? "" : $"match: {match}, ")}}per: [principal, session], limit: { usd: 1 }, every: day, stop: none, exceptions: [
               { match: {{first}}, limit: none },
               { match: {{second}}, limit: { usd: 9 } }] }
            """);

        read.Problems.ShouldBeEmpty();
        read.Warnings.Select(warning => (warning.Line, warning.Message)).ShouldBe(
            new (long Line, string? Why)[] { (4, ofFirst), (5, ofSecond) }.Where(one => one.Why is not null)
                .Select(one => (one.Line, $"this exception changes nothing: {one.Why}")));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_part_of_a_rule_is_read(string parts, Func<CountedRule, bool> isRead) =>
        isRead(Counted(Valid($"version: 1\nrules:\n- {{ id: r, {parts} }}"), 0)).ShouldBeTrue();

    [Theory]
    [InlineData("limit: { budget: Bedrock 2026 }, stop: account", "Bedrock 2026", 100)]
    [InlineData("limit: { budget: { name: b, at: 80% } }, stop: none", "b", 80)]
    public void A_rule_is_bound_to_a_budget(string parts, string budget, int atPercent)
    {
        var rule = Valid($"version: 1\nrules:\n- {{ id: r, {parts} }}").Rules[0].ShouldBeOfType<BudgetRule>();
        (rule.Budget, rule.AtPercent).ShouldBe((budget, atPercent));
    }

    [Theory]
    [InlineData("mode: off", 2, 7, "`off` is not a mode; allowed: enforce, observe")]
    [InlineData("mode: enforced", 2, 7, "`enforced` is not a mode; did you mean `enforce`? allowed: enforce, observe")]
    [InlineData(
        "timezone: Mars/Olympus", 2, 11, "`Mars/Olympus` is not a time zone; allowed is an IANA name such as `UTC` or `Europe/Berlin`")]
    [InlineData("mantel: deny", 2, 1,
        "`mantel` is not a key of a policy; did you mean `mantle`? allowed: version, mode, timezone, exempt, maxStops, mantle, unmetered, "
        + "unpriced, rules, prices, discounts, owners, chat")]
    [InlineData("maxStops: { count: 0, every: hour }", 2, 20, "`0` is not a number of stops; allowed is a whole number above zero")]
    [InlineData("maxStops: { count: 1 }", 2, 11, "`maxStops` lacks `every`; allowed is `{ count: 25, every: hour }`")]
    [InlineData("exempt: ['']", 2, 10,
        "an empty value is not a principal to exempt; allowed is a pattern such as `role/agent-*`, or a list of patterns")]
    public void A_mistake_in_the_head_is_told_where_it_stands(string line, long row, long column, string message) =>
        Problems($"version: 1\n{line}\nrules:\n- {{ id: r, limit: {{ usd: 1 }}, every: day, stop: account }}")
            .ShouldBe([$"{row}:{column}: {message}"]);

    [Theory]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stopp: none", "3:3: rule `r` lacks `stop`, which is required",
        "3:43: `stopp` is not a key of a rule; did you mean `stop`? allowed: id, match, per, limit, every, notify, stop, approval, "
        + "restore, brake, unpriced, estimated, exceptions, deny, escalate")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: principal, deny: { model: '*' }",
        "3:91: `*` takes every model away, as a stop without `deny` does: leave `deny` out")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: principal, deny: { model: [amazon.nova-*, 'eu.anthropic.*'] }",
        "3:107: `eu.anthropic.*` says how a model is called, and a deny takes it away however it is called: write its own id, as "
        + "`anthropic.claude-opus-*`")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: principal, deny: {}",
        "3:82: `deny` lacks `model`; allowed is `{ model: \"anthropic.claude-opus-*\" }`")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: principal, deny: { modell: anthropic.* }",
        "3:82: `deny` lacks `model`; allowed is `{ model: \"anthropic.claude-opus-*\" }`",
        "3:84: `modell` is not a key of something to take away; did you mean `model`? allowed: model")]
    [InlineData("id: r, per: [principal, session], limit: { usd: 1 }, every: day, stop: session, deny: { model: anthropic.* }",
        "3:91: `stop: session` takes no models away: IAM knows sessions and models by one list each, and every session on the one would "
        + "lose every model on the other; `deny` goes with `stop: principal`, `stop: principals` and `stop: account`")]
    [InlineData("id: r, per: model, limit: { usd: 1 }, every: day, stop: model, deny: { model: anthropic.* }",
        "3:74: `stop: model` takes away the model that is counted; `deny` goes with `stop: principal`, `stop: principals` and `stop: account`")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: tag",
        "3:65: `stop: tag` needs one `tag:KEY` in `per`: which tag to stop is what the counter says")]
    [InlineData("id: r, per: ['tag:a', 'tag:b'], limit: { usd: 1 }, every: day, stop: tag",
        "3:74: `stop: tag` needs one `tag:KEY` in `per`: which tag to stop is what the counter says")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: account, escalate: principal",
        "3:68: `escalate` goes with `stop: tag`: every other stop that does not hold gives way to a wider one by itself")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, deny: { model: anthropic.* }",
        "3:61: `stop: none` takes nothing away: leave `deny` out, or say whom to stop")]
    [InlineData("id: r, limit: { budget: b }, stop: account, exceptions: []",
        "3:61: a rule bound to a budget has no `exceptions`: the budget does not say who spent it")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: none, exceptions: { match: { principal: a }, limit: none }",
        "3:83: a mapping is no list of exceptions; allowed is a list of `{ match, limit }`")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: { principal: role/a } }]",
        "3:84: this exception lacks `limit`; allowed is `{ match: …, limit: … }`, or `limit: none`")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: {}, limit: none }]",
        "3:93: an exception for everybody is the rule's own limit; say whom it is for")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: { session: a }, limit: none }]",
        "3:93: an exception is for counters, and one of principal does not say which `session`; add `session` to `per`, or make it a rule "
        + "of its own with a `match`")]
    [InlineData("id: r, per: model, limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: { model: 'us.anthropic.claude-opus-*' }, "
        + "limit: none }]",
        "3:89: a counter says which model was called, and not by which profile or from where; name the model")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: { principal: role/a }, "
        + "limit: { calls: 5 } }]",
        "3:123: the limit of this exception is in another unit than the rule's, which is `usd`")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: none, exceptions: [{ match: { principal: role/a }, "
        + "limit: none }, { match: { principal: role/a }, limit: { usd: 5 } }]",
        "3:131: this exception matches the same as one above it, which is tried first")]
    [InlineData("id: R_1, limit: { usd: 1 }, every: day, stop: none",
        "3:9: `R_1` is not an id; allowed are 1 to 64 lower-case letters, digits and hyphens")]
    [InlineData(
        "id: r, limit: { usd: 0 }, every: day, stop: none", "3:26: `0` is not an amount of dollars; allowed is a number above zero")]
    [InlineData(
        "id: r, limit: { usd: -5 }, every: day, stop: none", "3:26: `-5` is not an amount of dollars; allowed is a number above zero")]
    [InlineData("id: r, limit: { usd: '5' }, every: day, stop: none",
        "3:26: `5` is not an amount of dollars; allowed is a number above zero, without quotes")]
    [InlineData("id: r, limit: { calls: 1.5 }, every: day, stop: none",
        "3:28: `1.5` is not a number of calls; allowed is a whole number above zero")]
    [InlineData("id: r, limit: { usd: 1, calls: 1 }, every: day, stop: none",
        "3:19: a limit is exactly one of usd, calls, inputTokens, uncachedInputTokens, outputTokens, tokens, cacheHitRatio, budget, and "
        + "here are 2")]
    [InlineData("id: r, limit: { cacheHitRatio: { below: 1.5, after: { inputTokens: 1 } } }, every: day, stop: none",
        "3:45: `1.5` is not a ratio; allowed is a number above 0 and at most 1")]
    [InlineData("id: r, limit: { cacheHitRatio: { below: 0.5 } }, every: day, stop: none",
        "3:36: `cacheHitRatio` lacks `after`; allowed is `{ below: 0.30, after: { inputTokens: 5_000_000 } }`")]
    [InlineData("id: r, limit: { usd: 1 }, stop: none",
        "3:3: rule `r` lacks `every`, which is required; allowed: minute, hour, day, week, month, or `{ rolling: 30m }`")]
    [InlineData("id: r, limit: { usd: 1 }, every: 1d, stop: none",
        "3:38: `1d` is not a window; allowed: minute, hour, day, week, month, or `{ rolling: 30m }`")]
    [InlineData("id: r, limit: { usd: 1 }, every: { rolling: 30s }, stop: none",
        "3:49: `30s` is not a duration; allowed is a whole number of minutes, hours or days such as `15m`, `6h` or `7d`, at most 366d")]
    [InlineData("id: r, limit: { usd: 1 }, every: { rolling: 367d }, stop: none",
        "3:49: `367d` is not a duration; allowed is a whole number of minutes, hours or days such as `15m`, `6h` or `7d`, at most 366d")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, notify: [100%]",
        "3:64: `100%` is not a level to tell at; allowed is a percentage from 1% to 99%")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, notify: [50%, 50%]", "3:69: `50%` stands twice")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, notify: [50]",
        "3:64: `50` is not a level to tell at; allowed: percentages from 1% to 99%, and `breach`")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, per: [principal, principal]", "3:72: `principal` stands twice")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, per: user",
        "3:60: `user` is not something to count by; allowed: principal, session, model, region, account, path, profile, project, tag:KEY, "
            + "principalTag:KEY, profileTag:KEY")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, per: principalTag.team",
        "3:60: under `per` a tag is written with a colon: `principalTag:team`")]
    [InlineData("id: r, per: principal, limit: { usd: 1 }, every: day, stop: principals",
        "3:65: `stop: principals` needs `principalTag:KEY` in `per`: a counter of principal does not say who shares it; count per "
            + "principalTag:KEY, or `stop: account`")]
    [InlineData("id: r, per: ['principalTag:a', 'principalTag:b'], limit: { usd: 1 }, every: day, stop: principals",
        "3:92: `stop: principals` stops those who carry one tag, and this counts by principalTag:a and principalTag:b; count by one of them")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, match: { principalTag: team }",
        "3:78: `team` does not say which tag; allowed is `principalTag.KEY: PATTERN`, or a mapping of tag keys to patterns")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, match: { principalTag.team: a, principalTag: { team: b } }",
        "3:108: `principalTag.team` stands twice")]
    [InlineData("id: r, per: profile, limit: { usd: 1 }, every: day, stop: none, exceptions: "
        + "[{ match: { profile: a1b2c3d4e5f6 }, limit: none }]",
        "3:91: a counter says the profile's name, and not its id or ARN; write the name")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: principal",
        "3:49: `stop: principal` needs `principal` in `per`: a counter of account does not say which principal to stop; count per "
        + "principal, or `stop: account`")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, per: model, stop: session",
        "3:61: `stop: session` needs `session` in `per`: a counter of model does not say which session to stop; count per session, or "
        + "`stop: account`")]
    [InlineData("id: r, limit: { budget: b }, every: day, stop: account",
        "3:41: a rule bound to a budget has no `every`: the budget has its own period")]
    [InlineData("id: r, limit: { budget: b }, per: principal, stop: principal",
        "3:39: a budget does not say who spent it; allowed is `per: account`",
        "3:56: a budget does not say who spent it; allowed: account, none")]
    [InlineData("id: r, limit: { budget: b }, stop: account, restore: window",
        "3:58: a rule bound to a budget has no window to turn; allowed: manual, or a duration such as `2h`")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: account, restore: never",
        "3:67: `never` is not a way to restore; allowed: manual, window, or a duration such as `2h`")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, match: { principle: x }",
        "3:64: `principle` is not a key of a match; did you mean `principal`? allowed: principal, session, model, region, account, tags, path, principalTag, profile, profileTag, "
            + "project")]
    [InlineData("id: r, limit: { usd: 1 }, every: day, stop: none, match: { model: [] }",
        "3:71: an empty list is not a pattern for `model`; allowed is a pattern or a list of patterns")]
    public void A_mistake_in_a_rule_is_told_where_it_stands(string parts, params string[] problems) =>
        Problems($"version: 1\nrules:\n- {{ {parts} }}").ShouldBe(problems);

    [Theory]
    [InlineData("", "1:1: a policy is a mapping of keys to values, and this is none")]
    [InlineData("- 1", "1:1: a policy is a mapping of keys to values, and this is none")]
    [InlineData("rules:\n- { id: r, limit: { usd: 1 }, every: day, stop: none }", "1:1: `version` is missing; allowed is `version: 1`")]
    [InlineData("version: 2\nrules:\n- { id: r, limit: { usd: 1 }, every: day, stop: none }",
        "1:10: `2` is not a version of this language; allowed is `1`")]
    [InlineData("version: 1", "1:1: `rules` is missing: a policy without rules stops nothing")]
    [InlineData("version: 1\nrules: []", "2:8: a list is not a list of rules; at least one is needed")]
    [InlineData("version: 1\nrules:\n- { id: r, limit: { usd: 1 }, every: day, stop: none }\n- { id: r, limit: { usd: 1 }, every: day, "
        + "stop: none }", "4:9: `r` is the id of an earlier rule; ids are unique")]
    [InlineData("version: 1\nversion: 1", "2:1: this is not YAML: duplicate key version")]
    [InlineData("a: &x 1\nb: *x", "2:4: `*x` is an alias; write the value out, so that a reviewer sees it where it counts")]
    [InlineData("version: 1\n---\nversion: 1", "1:1: a policy is one YAML document, and here are 2")]
    public void A_file_that_is_no_policy_gets_one_sentence(string yaml, string problem) => Problems(yaml).ShouldBe([problem]);

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_the_file() =>
        Problems("version: 3\nmode: x\nrules:\n- { id: A, limit: { usd: no }, every: day, stop: none }\n- 7").Length.ShouldBe(5);

    [Theory]
    [InlineData("id: r, limit: { usd: 1 }, every: day, per: account, stop: principal, colour: red, notify: [80]", 3)]
    [InlineData("id: r, limit: { usd: -1 }, every: day, stop: session", 2)]
    [InlineData("id: r, limit: { usd: 1 }, every: fortnight, stop: model", 2)]
    [InlineData("id: r, limit: { cacheHitRatio: { below: 0.5 } }, every: fortnight, stop: none, notify: [80%]", 2)]
    [InlineData("id: R, limit: { budget: b }, every: day, stop: principal, restore: never", 4)]
    [InlineData("id: r, limit: { budget: 1, usd: 1 }, stop: model", 1)]
    [InlineData("id: r, limit: { usd: 1 }, every: day, per: principle, stop: principal", 1)]
    [InlineData("id: r, limit: { usd: 1 }, every: day, per: account, stop: everyone", 1)]
    public void A_mistake_hides_no_other_and_is_no_reason_to_see_one(string parts, int mistakes)
    {
        var problems = Problems($"version: 1\nrules:\n- {{ {parts} }}");
        problems.Length.ShouldBe(mistakes, string.Join('\n', problems));
    }

    [Fact]
    public void An_id_that_stands_twice_is_told_whatever_else_is_wrong_with_its_rules() =>
        Problems("version: 1\nrules:\n- { id: r, limit: { usd: 0 }, every: day, stop: none }\n- { id: r, limit: { usd: 1 }, stop: none }")
            .Count(problem => problem.Contains("the id of an earlier rule", StringComparison.Ordinal)).ShouldBe(1);

    [Theory]
    [InlineData(100_000)]
    [InlineData(2_000_000)]
    public void Depth_and_size_are_bounded(int depth) =>
        Problems(new string('[', depth)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("mode: observe", "id: r, limit: { usd: 1 }, every: day, stop: account",
        "the policy observes: stops are told as `would stop`, and nothing is cut")]
    [InlineData("exempt: '*'", "id: r, limit: { usd: 1 }, every: day, stop: account", "`*` exempts everyone: nothing is ever stopped")]
    [InlineData("exempt: [role/a, 'role/BreakGlass*']", "id: r, limit: { usd: 1 }, every: day, stop: account",
        "`role/BreakGlass*` exempts whoever is given a name that fits, and who may make a role or a user chooses its name: write each "
        + "name in full, such as `role/BreakGlass`")]
    [InlineData("exempt: '*oncall'", "id: r, limit: { usd: 1 }, every: day, stop: account",
        "`*oncall` exempts whoever is given a name that fits, and who may make a role or a user chooses its name: write each name in full")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, stop: none, match: { principal: agent-* }",
        "`agent-*` matches no principal; a principal is `role/NAME`, `user/NAME`, `root` or a full ARN: did you mean `role/agent-*`?")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, stop: account, restore: 1h",
        "a counter trips once per window: after this restore nothing stops it again until the window turns; `restore: window` does")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, per: [principal, model], stop: model",
        "the stop reaches further than what is counted: it cuts everyone off the model, whatever the `principal`; `stop: principal` cuts less")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, per: [principal, model], stop: principal",
        "the stop reaches further than what is counted: it cuts the principal off Bedrock, whatever the `model`; `stop: model` cuts less")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, per: [principal, session], stop: principal",
        "the stop reaches further than what is counted: it cuts the principal off Bedrock, whatever the `session`; `stop: session` cuts less")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, per: principal, stop: account",
        "the stop reaches further than what is counted: it cuts everyone in the account off Bedrock, whatever the `principal`; `stop: "
        + "principal` cuts less")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, match: { principal: 'role/ci-*' }, stop: account",
        "the stop reaches further than what is counted: it cuts everyone in the account off Bedrock, whatever the `principal`")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, per: ['tag:team', principal], stop: principal",
        "the stop reaches further than what is counted: it cuts the principal off Bedrock, whatever the `tag:team`")]
    [InlineData("mode: enforce", "id: r, limit: { usd: 1 }, every: day, per: session, stop: session",
        "a caller chooses its session name: pair a rule that stops a `session` with one that stops its `principal`")]
    public void What_is_allowed_and_hardly_meant_is_a_warning(string head, string parts, string warning)
    {
        var result = PolicyFileReader.Read($"version: 1\n{head}\nrules:\n- {{ {parts} }}");

        result.Problems.ShouldBeEmpty();
        result.Warnings.Select(told => told.Message).ShouldBe([warning]);
    }

    [Theory]
    [InlineData("BreakGlass", "; a principal is `role/NAME`, `user/NAME`, `root` or a full ARN: did you mean `role/BreakGlass`?")]
    [InlineData("platform/BreakGlass", "; a principal is `role/NAME`, `user/NAME`, `root` or a full ARN")]
    [InlineData("Role/BreakGlass", "; a principal is `role/NAME`, `user/NAME`, `root` or a full ARN")]
    [InlineData("role/", ": a name is missing at its end")]
    [InlineData("role/agent 7", ": it holds a character that no name of IAM has")]
    [InlineData("role/${aws_iam_role.agent.name}", ": it holds a character that no name of IAM has")]
    [InlineData("rootless*", "; a principal is `role/NAME`, `user/NAME`, `root` or a full ARN: did you mean `role/rootless*`?")]
    [InlineData("arn:aws:iam::111122223333:root-admin",
        ": the last part of its ARN is `role/NAME`, `user/NAME`, `root`, `assumed-role/NAME/SESSION` or `federated-user/NAME`")]
    [InlineData("arn:aws:iam:role/x", ": it is no whole ARN; an IAM ARN is `arn:aws:iam::ACCOUNT:role/NAME`")]
    [InlineData("arn:aws:iam::1111:role/x", ": `1111` is no account, which has twelve digits")]
    [InlineData("arn:amazon:iam::111122223333:role/x", ": `amazon` is no partition of AWS")]
    [InlineData("arn:aws:s3:::bucket", ": it is no ARN of IAM or STS")]
    [InlineData("arn:aws:iam:us-east-1:111122223333:role/x", ": an ARN of IAM names no region")]
    [InlineData("arn:aws:iam::111122223333:group/x",
        ": the last part of its ARN is `role/NAME`, `user/NAME`, `root`, `assumed-role/NAME/SESSION` or `federated-user/NAME`")]
    [InlineData("arn:aws:sts::111122223333:role/x", ": a role or a user is IAM's, `arn:aws:iam::ACCOUNT:role/NAME`")]
    [InlineData("arn:aws:iam::111122223333:federated-user/x", ": a federated user is STS's, `arn:aws:sts::ACCOUNT:federated-user/NAME`")]
    public void A_pattern_that_matches_nobody_by_its_form_is_warned_of_where_it_stands(string pattern, string warning)
    {
        var warnings = PolicyFileReader.Read(
            $"version: 1\nexempt: ['{pattern}']\nrules: [{{ id: r, limit: {{ usd: 1 }}, every: day, stop: none, match: {{ principal: "
            + $"[role/a, '{pattern}'] }} }}]").Warnings;

        warnings.Select(told => told.Message).ShouldBe([.. Enumerable.Repeat($"`{pattern}` matches no principal{warning}", 2)]);
        warnings[0].ShouldBe(warnings[0] with { Line = 2, Column = 10 });
    }

    [Theory]
    [InlineData("role/a")]
    [InlineData("role/platform/BreakGlass")]
    [InlineData("user/ops/ana")]
    [InlineData("root")]
    [InlineData("arn:aws-us-gov:iam::111122223333:role/x")]
    [InlineData("arn:*:iam::111122223333:root")]
    [InlineData("arn:aws:sts::111122223333:federated-user/bob")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/x")]
    [InlineData("(none)")]
    public void A_pattern_that_may_match_somebody_is_not(string pattern) =>
        PolicyFileReader.Read(
            $"version: 1\nexempt: ['{pattern}']\nrules: [{{ id: r, limit: {{ usd: 1 }}, every: day, stop: none }}]").Warnings.ShouldBeEmpty();

    [Fact]
    public void A_session_that_stands_for_its_role_is_said() =>
        PolicyFileReader.Read(
            "version: 1\nexempt: ['arn:aws:sts::111122223333:assumed-role/ci/nightly']\nrules: [{ id: r, limit: { usd: 1 }, every: day, "
            + "stop: none }]").Warnings
            .ShouldHaveSingleItem().Message.ShouldContain("as a principal it is its role, with every session of it");

    [Theory]
    [InlineData(
        "claude-sonnet-4-6", "matches no model: an id begins with its vendor, as `anthropic.`; write `anthropic.claude-sonnet-4-6`")]
    [InlineData(
        "us.claude-sonnet-4-6", "matches no model: an id begins with its vendor, as `anthropic.`; write `us.anthropic.claude-sonnet-4-6`")]
    [InlineData(
        "bedrock/us.anthropic.claude-sonnet-4-6", "matches no model: the id of one has no `/`; write `us.anthropic.claude-sonnet-4-6`")]
    [InlineData("anthropic/claude-sonnet-4-6", "matches no model: the id of one has no `/`; write `anthropic.claude-sonnet-4-6`")]
    [InlineData("anthropic.", "matches no model: a name is missing after its vendor")]
    [InlineData("anthropic.claude-opus-4-6 ", "matches no model: it holds a character that no id and no ARN of one has")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:provisioned-model/", "matches no model: the id is missing at its end")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:inference-profile/abcdefgh1234",
        "matches no model: the id of a profile begins with a geography, as `us.` or `global.`")]
    [InlineData(
        "arn:aws:bedrock-runtime:us-east-1::foundation-model/anthropic.claude-sonnet-4-6", "matches no model: it is no ARN of Bedrock")]
    [InlineData("Anthropic.*", "matches no model that is known: `Anthropic` is no vendor of Bedrock's price list; did you mean "
        + "`anthropic`?")]
    [InlineData("claude*", "matches no model: an id begins with its vendor, as `anthropic.`; write `anthropic.claude*`")]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model",
        "matches no model: the last part of its ARN is none of `foundation-model/ID`, `inference-profile/ID` and "
        + "`application-inference-profile/ID`")]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/us.anthropic.claude-sonnet-4-6",
        "matches no model: a foundation model has no geography, and `us.` is one")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:inference-profile/anthropic.claude-sonnet-4-6",
        "matches no model: the id of a profile begins with a geography, as `us.` or `global.`")]
    [InlineData("arn:aws:iam::111122223333:role/x", "matches no model: it is no ARN of Bedrock")]
    public void A_pattern_that_matches_no_model_by_its_form_is_warned_of(string pattern, string warning) =>
        PolicyFileReader.Read(
            $"version: 1\nrules: [{{ id: r, limit: {{ usd: 1 }}, every: day, stop: none, match: {{ model: ['{pattern}'] }} }}]").Warnings
            .ShouldHaveSingleItem().Message.ShouldEndWith(warning);

    [Theory]
    [InlineData("anthropic.*")]
    [InlineData("an*")]
    [InlineData("us*")]
    [InlineData("us-gov.anthropic.*")]
    [InlineData("global.*")]
    [InlineData("*sonnet*")]
    [InlineData("ai21.jamba-1-5-large-v1:0")]
    [InlineData("a1b2c3d4e5f6")]
    [InlineData("arn:aws:bedrock:*:*:inference-profile/*")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc")]
    [InlineData("arn:aws:sagemaker:us-east-1:111122223333:endpoint/abc")]
    public void A_pattern_that_may_match_a_model_is_not(string pattern) =>
        PolicyFileReader.Read(
            $"version: 1\nrules: [{{ id: r, limit: {{ usd: 1 }}, every: day, stop: none, match: {{ model: ['{pattern}'] }} }}]").Warnings.ShouldBeEmpty();

    [Fact]
    public void An_exemption_that_a_name_can_be_made_to_fit_is_warned_of_where_it_stands()
    {
        var result = PolicyFileReader.Read(
            "version: 1\nexempt:\n- role/oncall\n- arn:aws:iam::*:role/admin\n- user/ops-?\nrules: [{ id: r, limit: { usd: 1 }, every: "
            + "day, stop: account }]");

        result.Warnings.Select(told => (told.Line, told.Column)).ShouldBe([(5, 3)]);
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        var sample = File.ReadAllText("killswitch.yaml");
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Int[0, 40],
            Gen.OneOf(Gen.String[0, 5], Gen.Const("\t"), Gen.Const("{"), Gen.Const("- ["), Gen.Const("&a *a"), Gen.Const("\0"),
            Gen.Const(": "), Gen.Const("\u202e")))
            .Array[1, 4].Sample(edits =>
            {
                var text = sample;
                foreach (var (at, length, insert) in edits)
                {
                    var from = Math.Min(at, text.Length);
                    text = text.Remove(from, Math.Min(length, text.Length - from)).Insert(from, insert);
                }

                var result = PolicyFileReader.Read(text);
                return (result.Policy is null) == (result.Problems.Count > 0);
            }, iter: 3000);
    }

    [Fact]
    public void A_rules_sentence_says_its_exceptions() =>
        RuleSummary.Of(Valid("""
            version: 1
            rules:
            - id: r
              per: [principal, session]
              limit: { usd: 20 }
              every: day
              stop: session
              exceptions:
              - { match: { session: "anna@example.com" }, limit: { usd: 100 } }
              - { match: { principal: "role/ci" }, limit: none }
            """).Rules[0]).ShouldStartWith(
            "each principal and session may spend $20.00 a day; but session anna@example.com may spend $100.00, principal role/ci has no "
            + "limit; then the session is stopped");

    [Fact]
    public void A_rules_sentence_says_that_gateways_stop_a_tag() => RuleSummary.Of(Valid("""
            version: 1
            rules:
            - { id: r, per: "tag:team", limit: { usd: 20 }, every: day, stop: tag, brake: exact }
            """).Rules[0]).ShouldBe(
            "each value of tag `team` may spend $20.00 a day; then gateways are told to refuse its calls until a person restores it");

    [Fact]
    public void A_rules_sentence_says_what_becomes_of_a_gateway_that_does_not_stop_a_tag() => RuleSummary.Of(Valid("""
            version: 1
            rules:
            - { id: r, per: "tag:team", limit: { usd: 20 }, every: day, stop: tag, escalate: principal, brake: exact, restore: window }
            """).Rules[0]).ShouldEndWith(
            "then gateways are told to refuse its calls until the window turns; one that does not is stopped itself");

    [Theory]
    [InlineData("", true)]
    [InlineData(", match: { tags.team: \"pay*\" }", false)]
    [InlineData(", match: { principal: role/litellm }", false)]
    [InlineData(", exceptions: [{ match: { tags.team: (none) }, limit: none }]", false)]
    public void A_stop_of_a_tag_that_takes_in_every_call_without_it_is_warned_of(string more, bool warns) => PolicyFileReader.Read($$"""
            version: 1
            rules:
            - { id: r, per: "tag:team", limit: { usd: 20 }, every: day, stop: tag{{more}} }
            """).Warnings.Any(warning => warning.Message.Contains("every call without the tag `team`", StringComparison.Ordinal))
            .ShouldBe(warns);

    [Theory]
    [InlineData("per: principal, stop: principal", "anthropic.claude-opus-* is taken away from the principal")]
    [InlineData("stop: account", "anthropic.claude-opus-* is taken away from the whole account")]
    public void A_rules_sentence_says_what_it_takes_away(string stop, string sentence) => RuleSummary.Of(Valid($$"""
            version: 1
            rules:
            - { id: r, limit: { usd: 20 }, every: day, {{stop}}, brake: exact, deny: { model: "anthropic.claude-opus-*" } }
            """).Rules[0]).ShouldEndWith($"may spend $20.00 a day; then {sentence} until a person restores it");

    [Fact]
    public void What_a_rule_counts_of_models_is_no_reason_to_warn_where_models_are_taken_away() => PolicyFileReader.Read("""
            version: 1
            rules:
            - id: r
              match: { model: "anthropic.claude-opus-*" }
              per: principal
              limit: { usd: 20 }
              every: day
              stop: principal
              deny: { model: "anthropic.claude-opus-*" }
            """).Warnings.ShouldBeEmpty();

    [Fact]
    public void A_rule_is_told_in_one_sentence() =>
        RuleSummary.Of(PolicyFileReader.Read(File.ReadAllText("killswitch.yaml")).Policy!.Rules[0]).ShouldBe(
            "each principal, counting principal role/agent-*, may spend $500.00 a month, told at 50 % and 80 %; then the principal is "
                + "stopped, early enough to stay under the limit, until the window turns");

    private static CountedRule Counted(Policy policy, int rule) => policy.Rules[rule].ShouldBeOfType<CountedRule>();

    private static Policy Valid(string yaml)
    {
        var result = PolicyFileReader.Read(yaml);
        result.Problems.ShouldBeEmpty();
        return result.Policy.ShouldNotBeNull();
    }

    private static string[] Problems(string yaml)
    {
        var result = PolicyFileReader.Read(yaml);
        result.Policy.ShouldBeNull();
        return [.. result.Problems.Select(problem => $"{problem.Line}:{problem.Column}: {problem.Message}")];
    }
}
