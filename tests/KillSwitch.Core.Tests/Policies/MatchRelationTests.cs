using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Policies;

public class MatchRelationTests
{
    private const string Here = "111122223333";

    [Theory]
    [InlineData(DimensionKind.Session, "anna*", "anna@example.com", true)]
    [InlineData(DimensionKind.Session, "anna?", "anna*", false)]
    [InlineData(DimensionKind.Principal, "*", "arn:aws:iam::444455556666:role/x", true)]
    [InlineData(DimensionKind.Principal, "role/agent-*", "role/agent-7", true)]
    [InlineData(DimensionKind.Principal, "role/agent-*", "role/agent-7*", true)]
    [InlineData(DimensionKind.Principal, "role/agent-*", "role/teams/agent-7", true)]
    [InlineData(DimensionKind.Principal, "role/agent-7", "role/teams/agent-7", true)]
    [InlineData(DimensionKind.Principal, "role/teams/agent-7", "role/agent-7", false)]
    [InlineData(DimensionKind.Principal, "role/agent-*", "arn:aws:iam::444455556666:role/agent-7", false)]
    [InlineData(DimensionKind.Principal, "role/agent-*", "role/*", false)]
    [InlineData(DimensionKind.Model, "anthropic.claude-*", "anthropic.claude-opus-*", true)]
    [InlineData(DimensionKind.Model, "anthropic.claude-opus-4-6", "anthropic.claude-opus-4-6-v1:0", true)]
    [InlineData(DimensionKind.Model, "anthropic.claude-opus-4-6-v1:0", "anthropic.claude-opus-4-6", false)]
    [InlineData(DimensionKind.Model, "eu.anthropic.*", "anthropic.claude-opus-*", false)]
    public void What_one_pattern_takes_in_of_another_is_told_by_their_forms(DimensionKind field, string wide, string narrow, bool covers) =>
        MatchRelation.Covers([Of(field, wide)], [Of(field, narrow)]).ShouldBe(covers);

    [Theory]
    [InlineData(DimensionKind.Session, "a*", "b*", true)]
    [InlineData(DimensionKind.Session, "a*", "*b", false)]
    [InlineData(DimensionKind.Path, "/a/", "/b/", false)]
    [InlineData(DimensionKind.Principal, "role/agent-*", "role/ci", true)]
    [InlineData(DimensionKind.Principal, "role/agent", "role/agent-7", true)]
    [InlineData(DimensionKind.Principal, "role/agent-*", "user/*", true)]
    [InlineData(DimensionKind.Principal, "role/agent-*", "role/*-prod", false)]
    [InlineData(DimensionKind.Principal, "role/teams/agent-7", "role/ci", true)]
    [InlineData(DimensionKind.Principal, "role/teams/*", "role/ci", false)]
    [InlineData(DimensionKind.Principal, "arn:aws:iam::*:role/agent-7", "role/agent-7", false)]
    [InlineData(DimensionKind.Model, "anthropic.*", "amazon.nova-*", true)]
    [InlineData(DimensionKind.Model, "anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6", false)]
    [InlineData(DimensionKind.Model, "eu.anthropic.*", "amazon.nova-*", false)]
    [InlineData(DimensionKind.Profile, "shop", "till", true)]
    [InlineData(DimensionKind.Profile, "a1b2c3d4e5f6", "till", false)]
    public void That_two_patterns_take_in_nobody_together_is_told_by_their_forms(
        DimensionKind field, string counted, string match, bool apart) =>
        MatchRelation.AreApart(Of(field, counted), Of(field, match)).ShouldBe(apart);

    [Fact]
    public void Every_field_of_the_wide_one_must_take_in_what_the_narrow_one_says()
    {
        var (principal, session) = (Of(DimensionKind.Principal, "role/ci"), Of(DimensionKind.Session, "nightly"));

        MatchRelation.Covers([principal], [principal, session]).ShouldBeTrue();
        MatchRelation.Covers([principal, session], [principal]).ShouldBeFalse();
        MatchRelation.AreApart(principal, session).ShouldBeFalse();
    }

    // What is said of forms must hold of every counter and every call.
    [Fact]
    public void No_principal_and_no_model_belies_it()
    {
        string[] principals =
        [
            "*", "role/*", "role/agent-*", "role/agent-7", "role/teams/agent-7", "role/teams/*", "role/agent*7", "user/*", "user/agent-7",
            "arn:aws:iam::*:role/agent-7", "arn:aws:iam::444455556666:role/agent-7", "arn:aws:sts::*:assumed-role/agent-7/*", "*agent*",
        ];
        string[] models =
        [
            "*", "anthropic.*", "anthropic.claude-opus-*", "anthropic.claude-opus-4-6", "anthropic.claude-opus-4-6-v1",
            "anthropic.claude-opus-4-6-v1:0", "amazon.*", "*claude*", "eu.anthropic.*", "openai.gpt-oss-120b", "openai.gpt-oss-120b-1:0",
            "arn:aws:bedrock:*::foundation-model/anthropic.*",
        ];
        string[] callers =
        [
            "arn:aws:sts::111122223333:assumed-role/agent-7/s", "arn:aws:iam::111122223333:user/agent-7",
            "arn:aws:sts::444455556666:assumed-role/agent-7/s", "arn:aws:iam::111122223333:user/teams/agent-7",
            "arn:aws:sts::111122223333:assumed-role/ci/s", "arn:aws:iam::111122223333:root", "",
        ];
        string[] called =
        [
            "eu.anthropic.claude-opus-4-6-v1:0", "anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6", "openai.gpt-oss-120b-1:0",
            "anthropic.claude-opus-4-6-v2:0", "amazon.nova-pro-v1:0", "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc",
        ];
        List<Invocation> calls =
        [
            .. from caller in callers
            from model in called
            select new Invocation
            {
                Id = new RecordId(Here, "us-east-1", Guid.Empty),
                Timestamp = DateTimeOffset.UnixEpoch,
                Caller = Caller.Parse(caller),
                Model = ModelId.Parse(model),
                Operation = "Converse",
            },
        ];
        Hold(DimensionKind.Principal, principals, calls);
        Hold(DimensionKind.Model, models, calls);
    }

    private static void Hold(DimensionKind field, string[] patterns, List<Invocation> calls)
    {
        foreach (var (one, other) in patterns.SelectMany(one => patterns.Select(other => (Of(field, one), Of(field, other)))))
        {
            var (covers, apart) = (MatchRelation.Covers([one], [other]), MatchRelation.AreApart(one, other));
            foreach (var call in calls)
            {
                var counter = DimensionValue.Of(call, one.Field);
                var isOther = new FieldPatterns(other).MatchesValue(counter, Here, PrincipalPaths.Unknown);
                if (covers && isOther)
                    new FieldPatterns(one).MatchesValue(counter, Here, PrincipalPaths.Unknown).ShouldBeTrue($"{one} {other} {counter}");
                if (apart && isOther)
                    new FieldPatterns(one).Matches(call, PrincipalPaths.Unknown).ShouldBeFalse($"{one} {other} {counter}");
            }
        }
    }

    private static FieldMatch Of(DimensionKind field, string pattern) => new(field switch
    {
        DimensionKind.Principal => Dimension.Principal,
        DimensionKind.Session => Dimension.Session,
        DimensionKind.Model => Dimension.Model,
        DimensionKind.Path => Dimension.Path,
        _ => Dimension.Profile,
    }, [new Glob(pattern)]);
}
