using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Evaluation;

public class RuleBookTests
{
    private static readonly Invocation Call = new()
    {
        Id = new RecordId("111122223333", "us-east-1", Guid.Empty),
        Timestamp = DateTimeOffset.UnixEpoch,
        Caller = Caller.Parse("arn:aws:sts::111122223333:assumed-role/agent-7/droid|1"),
        Model = ModelId.Parse("us.anthropic.claude-opus-4-6-v1"),
        Tags = new Dictionary<string, string> { ["team"] = "tools" },
    };

    [Theory]
    [InlineData(DimensionKind.Principal, "role/agent-*", true)]
    [InlineData(DimensionKind.Principal, "arn:aws:iam::111122223333:role/agent-?", true)]
    [InlineData(DimensionKind.Principal, "agent-*", false)]
    [InlineData(DimensionKind.Session, "droid*", true)]
    [InlineData(DimensionKind.Model, "anthropic.claude-opus-*", true)]
    [InlineData(DimensionKind.Model, "us.anthropic.*", true)]
    [InlineData(DimensionKind.Model, "*opus*", true)]
    [InlineData(DimensionKind.Model, "global.*", false)]
    [InlineData(DimensionKind.Region, "us-*", true)]
    [InlineData(DimensionKind.Account, "111122223333", true)]
    [InlineData(DimensionKind.Account, "1111", false)]
    public void A_pattern_is_tried_on_the_value_and_its_other_spelling(DimensionKind field, string pattern, bool hit) =>
        Hits(Rule("r") with { Match = [new FieldMatch(new Dimension(field), [new Glob("nothing"), new Glob(pattern)])] }).Count.ShouldBe(
            hit ? 1 : 0);

    [Fact]
    public void A_rule_on_one_profile_does_not_share_its_counter_with_the_other_roads_to_the_model()
    {
        CountedRule[] rules = [Rule(
            "profile") with { Per = [Dimension.Model], Match = [new FieldMatch(Dimension.Model, [new Glob("eu.anthropic.*")])] },
            Rule("all") with { Per = [Dimension.Model], Match = [new FieldMatch(Dimension.Model, [new Glob("anthropic.*")])] }];
        var book = new RuleBook(new Policy { Rules = rules });

        book.Hits(Call).Select(hit => hit.Rule.Id).ShouldBe(["all"]);
        var hits = book.Hits(
            Call with
            {
                Model =
            ModelId.Parse("arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-opus-4-6-v1")
            });
        hits.Select(hit => hit.Scope)
            .ShouldBe(["account=111122223333|model=anthropic.claude-opus-4-6-v1|model~eu.anthropic.*",
            "account=111122223333|model=anthropic.claude-opus-4-6-v1"]);
        hits.Select(hit => book.HitOf(hit.Rule.Id, hit.Scope)?.Subject)
            .ShouldBe(["anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1"]);
        book.HitOf("profile", hits[1].Scope).ShouldBeNull();
    }

    [Fact]
    public void A_path_decides_for_records_counters_and_exemptions_once_it_is_known()
    {
        var book = new RuleBook(new Policy
        {
            Exempt = [new Glob("arn:aws:iam::111122223333:role/platform/agent-7")],
            Rules = [Rule("r") with { Per = [Dimension.Principal], Stop = StopScope.Principal,
                Match = [new FieldMatch(Dimension.Principal, [new Glob("role/teams/agent-*")])] }],
        });
        var hit = book.Hits(Call).ShouldHaveSingleItem();
        hit.Target.ShouldBeNull();
        book.MayBeExempt("role/agent-7", "111122223333").ShouldBeTrue();

        book.Know(Paths("/teams/"));
        book.Hits(Call).ShouldHaveSingleItem().Target.ShouldNotBeNull();
        book.HitOf("r", hit.Scope).ShouldNotBeNull().Target.ShouldNotBeNull();
        book.MayBeExempt("role/agent-7", "111122223333").ShouldBeFalse();

        book.Know(Paths("/platform/"));
        book.Hits(Call).ShouldBeEmpty();
        book.HitOf("r", hit.Scope).ShouldBeNull();
        book.IsExempt(Call.Caller.Principal).ShouldBeTrue();

        static PrincipalPaths Paths(string path) => new(new Dictionary<string, string> { ["role/agent-7"] = path });
    }

    [Fact]
    public void Whatever_the_spelling_the_index_misses_no_rule()
    {
        string[] principals =
            ["role/agent-7", "role/x/agent-*", "role/t*/a*7", "arn*agent-7", "a*", "*assumed-role/agent-7/*", "role/a/agent-7",
            "arn:aws:iam::111122223333:role/a/agent-*", "arn:aws:sts::*:assumed-role/agent-7/x", "*agent*", "user/x"];
        string[] models =
            ["anthropic.claude-opus-4-6", "us.anthropic.*", "arn:aws:bedrock:*::foundation-model/anthropic.claude-opus-4-6-v1:0",
            "arn:aws:bedrock:us-east-1:*:inference-profile/us.*", "*opus*", "amazon.*"];
        CountedRule[] rules = [.. principals.SelectMany(principal => models.Select(model => Rule("r") with
        {
            Id = principal + model,
            Match = [new FieldMatch(Dimension.Principal, [new Glob(principal)]), new FieldMatch(Dimension.Model, [new Glob(model)])],
        }))];
        foreach (var model in (
            string[])["us.anthropic.claude-opus-4-6-v1",
            "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1"])
        {
            var call = Call with { Model = ModelId.Parse(model) };
            foreach (var paths in (PrincipalPaths[])[
                PrincipalPaths.Unknown, new PrincipalPaths(new Dictionary<string, string> { ["role/agent-7"] = "/teams/a/" })])
            {
                var book = new RuleBook(new Policy { Rules = rules });
                book.Know(paths);
                book.Hits(call).Select(hit => hit.Rule.Id)
                    .ShouldBe(
                    rules.Where(rule => rule.Match.All(match => new FieldPatterns(match).Matches(call, paths))).Select(rule => rule.Id));
            }
        }
    }

    [Theory]
    [InlineData("team", "tools", true)]
    [InlineData("team", "sales", false)]
    [InlineData("workflow", "(none)", true)]
    [InlineData("workflow", "?*", true)]
    public void A_missing_tag_is_none(string key, string pattern, bool hit) =>
        Hits(Rule("r") with { Match = [new FieldMatch(Dimension.Tag(key), [new Glob(pattern)])] }).Count.ShouldBe(hit ? 1 : 0);

    [Fact]
    public void All_fields_of_a_match_must_match() =>
        Hits(Rule("r") with
        {
            Match = [new FieldMatch(Dimension.Model, [new Glob("anthropic.*")]),
            new FieldMatch(Dimension.Region, [new Glob("eu-*")])]
        }).ShouldBeEmpty();

    [Fact]
    public void A_scope_names_what_is_told_apart_and_the_patterns_that_narrow() =>
        Hits(Rule("r") with
        {
            Per = [Dimension.Session],
            Match = [new FieldMatch(Dimension.Model, [new Glob("b*"), new Glob("anthropic.*")])]
        })[0].Scope
            .ShouldBe("account=111122223333|principal=role/agent-7|session=droid%7C1|model~anthropic.*,b*");

    [Fact]
    public void Rules_that_count_the_same_share_a_scope()
    {
        var hits = Hits(Rule("a") with { Per = [Dimension.Principal] },
            Rule("b") with { Per = [Dimension.Account, Dimension.Principal], Limit = new Limit.CallCount(1) });

        hits[0].Scope.ShouldBe(hits[1].Scope);
    }

    [Theory]
    [InlineData(StopScope.Principal, "role/agent-7")]
    [InlineData(StopScope.Session, "role/agent-7/droid|1")]
    [InlineData(StopScope.Model, "anthropic.claude-opus-4-6-v1")]
    [InlineData(StopScope.Account, "111122223333")]
    [InlineData(StopScope.None, null)]
    public void The_target_is_what_the_rule_cuts(StopScope scope, string? name) =>
        Hits(Rule("r") with { Per = [Dimension.Principal, Dimension.Session, Dimension.Model], Stop = scope })[
            0].Target?.Name.ShouldBe(name);

    [Fact]
    public void A_user_without_a_session_is_cut_itself()
    {
        var call = Call with { Caller = Caller.Parse("arn:aws:iam::111122223333:user/people/dev") };

        new RuleBook(new Policy { Rules = [Rule("r") with { Per = [Dimension.Session], Stop = StopScope.Session }] }).Hits(call)[0].Target
            .ShouldBe(new StopTarget.Principal("111122223333", "user/dev", "arn:aws:iam::111122223333:user/people/dev"));
    }

    [Fact]
    public void A_role_of_another_account_is_not_the_role_of_this_name()
    {
        var call = Call with { Caller = Caller.Parse("arn:aws:sts::999988887777:assumed-role/agent-7/x") };

        new RuleBook(new Policy { Rules = [Rule("r") with { Per = [Dimension.Principal] }] }).Hits(call)[0].Subject
            .ShouldBe("arn:aws:iam::999988887777:role/agent-7");
    }

    [Fact]
    public void A_role_of_another_account_is_not_exempt_by_the_name_of_one_here()
    {
        var call = Call with { Caller = Caller.Parse("arn:aws:sts::999988887777:assumed-role/agent-7/x") };

        new RuleBook(new Policy { Exempt = [new Glob("role/agent-7")] }).IsExempt(call).ShouldBeFalse();
        new RuleBook(new Policy { Exempt = [new Glob("arn:aws:iam::999988887777:role/agent-7")] }).IsExempt(call).ShouldBeTrue();
    }

    [Fact]
    public void The_index_finds_what_trying_every_rule_finds()
    {
        var rules = Enumerable.Range(0, 300).Select(n => Rule("r" + n) with
        {
            Match = n % 3 == 0
                ? []
                : [new FieldMatch(Dimension.Principal, [new Glob("role/agent-" + (n % 20) + "*"), new Glob("user/" + n)])],
        }).ToArray();

        Hits(rules).Select(hit => hit.Rule.Id).ShouldBe(
            rules.Where((rule, n) => n % 3 == 0 || n % 20 == 7).Select(rule => rule.Id));
    }

    private static CountedRule Rule(string id) => new()
    {
        Id = id,
        Limit = new Limit.Spend(new Usd(1)),
        Every = new Every.Calendar(WindowUnit.Day),
        Stop = StopScope.None,
    };

    private static IReadOnlyList<RuleHit> Hits(params CountedRule[] rules) => new RuleBook(new Policy { Rules = rules }).Hits(Call);
}
