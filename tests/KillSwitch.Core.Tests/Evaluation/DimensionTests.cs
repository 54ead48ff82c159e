using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Evaluation;

/// <summary>
/// Two calls that differ in one dimension alone never share a cached answer, a scope or a match. A dimension without an example fails.
/// </summary>
public class DimensionTests
{
    private static readonly Invocation Call = new()
    {
        Id = new RecordId("111122223333", "us-east-1", Guid.Empty),
        Timestamp = DateTimeOffset.UnixEpoch,
        Caller = new Caller(
            Principal.Listed(PrincipalKind.Role, "role/agent", "arn:aws:iam::111122223333:role/teams/agent") with
            {
                Tags = TagSet.OfPrincipal([KeyValuePair.Create("team", "payments")]),
            }, "one"),
        Model = ModelId.Parse("anthropic.claude-opus-4-6-v1"),
        Tags = new Dictionary<string, string> { ["team"] = "tools", ["stage"] = "test" },
    };

    public static TheoryData<DimensionKind> Kinds => [.. Enum.GetValues<DimensionKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kept_answer_tells_its_values_apart(DimensionKind kind)
    {
        var (dimension, other) = Example(kind);
        var rules = Book(Rule(dimension));

        var (own, its) = (rules.Hits(Call)[0], rules.Hits(other)[0]);

        own.Scope.ShouldNotBe(its.Scope);
        own.Subject.ShouldNotBe(its.Subject);
        rules.Hits(Call)[0].ShouldBeSameAs(own);
        rules.Hits(other)[0].ShouldBeSameAs(its);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_match_tells_its_values_apart(DimensionKind kind)
    {
        var (dimension, other) = Example(kind);
        var values = new[] { Call, other }.Select(call => DimensionValue.Of(call, dimension)).ToArray();
        var rules = Book([.. values.Select((value, i) =>
            Rule(Dimension.Account) with { Id = $"r{i}", Match = [new FieldMatch(dimension, [new Glob(value)])] })]);

        rules.Hits(Call).Select(hit => hit.Rule.Id).ShouldBe(["r0"]);
        rules.Hits(other).Select(hit => hit.Rule.Id).ShouldBe(["r1"]);
        rules.Hits(Call)[0].Scope.ShouldNotBe(rules.Hits(other)[0].Scope);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_scope_says_its_value_and_leads_back_to_its_rule(DimensionKind kind)
    {
        var (dimension, other) = Example(kind);
        var rules = Book(Rule(dimension) with { Match = [new FieldMatch(dimension, [new Glob(DimensionValue.Of(Call, dimension))])] });

        var scope = rules.Hits(Call)[0].Scope;

        ScopeText.Value(scope, dimension).ShouldBe(DimensionValue.Of(Call, dimension));
        ScopeText.ShapeOf(scope).ShouldBe(rules.ShapeOf(rules.Counting.First(), Call.Account));
        rules.HitOf("r", scope).ShouldNotBeNull().Scope.ShouldBe(scope);
        var others = ScopeText.Of(other, ScopeText.Dimensions(rules.Counting.First()), patterns: "");
        rules.HitOf("r", others).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_hours_tell_its_values_apart_whatever_the_rules(DimensionKind kind)
    {
        var (dimension, other) = Example(kind);
        var rules = Book(Rule(dimension));

        UsageView.Of(rules.Policy).ShouldContain(view => view.Contains(dimension));
        rules.UsageScopes(Call).ShouldNotBe(rules.UsageScopes(other));
    }

    /// <summary>The dimension, and <see cref="Call"/> with another value of it.</summary>
    private static (Dimension Dimension, Invocation Other) Example(DimensionKind kind) => kind switch
    {
        DimensionKind.Account => (Dimension.Account, Call with { Id = new RecordId("444455556666", "us-east-1", Guid.Empty) }),
        DimensionKind.Region => (Dimension.Region, Call with { Id = new RecordId("111122223333", "eu-west-1", Guid.Empty) }),
        DimensionKind.Principal =>
            (Dimension.Principal, Call with { Caller = Caller.Parse("arn:aws:sts::111122223333:assumed-role/other/one") }),
        DimensionKind.Session =>
            (Dimension.Session, Call with { Caller = Caller.Parse("arn:aws:sts::111122223333:assumed-role/agent/two") }),
        DimensionKind.Model => (Dimension.Model, Call with { Model = ModelId.Parse("anthropic.claude-haiku-4-5-v1") }),
        DimensionKind.Tag => (Dimension.Tag("team"),
            Call with { Tags = new Dictionary<string, string> { ["team"] = "search", ["stage"] = "test" } }),
        DimensionKind.Path => (Dimension.Path, Described(principal => principal with { Path = "/ops/" })),
        DimensionKind.PrincipalTag => (Dimension.PrincipalTag("team"),
            Described(principal => principal with { Tags = TagSet.OfPrincipal([KeyValuePair.Create("Team", "hr")]) })),
        DimensionKind.Profile => (Dimension.Profile,
            Call with { Model = Call.Model with { Profile = new ApplicationProfile("a1b2c3d4e5f6") { Name = "shop" } } }),
        DimensionKind.ProfileTag => (Dimension.ProfileTag("centre"), Call with
        {
            Model = Call.Model with
            {
                Profile = new ApplicationProfile("a1b2c3d4e5f6") { Tags = TagSet.OfProfile([KeyValuePair.Create("centre", "4711")]) },
            },
        }),
        DimensionKind.Project => (Dimension.Project, new MantleInvocation
        {
            Id = Call.Id,
            Timestamp = Call.Timestamp,
            Caller = Call.Caller,
            Model = Call.Model,
            Tags = Call.Tags,
            ProjectName = "proj_1",
            CallerArn = "",
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a dimension without an example: give it one"),
    };

    private static Invocation Described(Func<Principal, Principal> say) =>
        Call with { Caller = Call.Caller with { Principal = say(Call.Caller.Principal) } };

    private static RuleBook Book(params CountedRule[] rules) => new(new Policy { Rules = rules });

    private static CountedRule Rule(Dimension per) => new()
    {
        Id = "r",
        Per = [per],
        Limit = new Limit.CallCount(1),
        Every = new Every.Calendar(WindowUnit.Day),
        Stop = StopScope.None,
    };
}
