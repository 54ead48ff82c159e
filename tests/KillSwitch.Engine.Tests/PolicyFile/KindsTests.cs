using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Tests.Messages;

namespace KillSwitch.Engine.Tests.PolicyFile;

/// <summary>Every unit, limit and dimension is spelled, read and told; one that is forgotten somewhere fails.</summary>
public class KindsTests
{
    public static TheoryData<Unit> Units => [.. Enum.GetValues<Unit>()];

    public static TheoryData<DimensionKind> Dimensions => [.. Enum.GetValues<DimensionKind>()];

    [Theory]
    [MemberData(nameof(Units))]
    public void A_unit_has_a_spelling_a_figure_and_messages(Unit unit)
    {
        UnitText.Find(UnitText.Of(unit)).ShouldBe(unit);
        Figure.Text(unit, 1234).ShouldMatch("1,?234");
        var trip = Told.Stop().Trip.ShouldNotBeNull();
        var evidence = Told.Stop().Evidence.ShouldNotBeNull() with { Unit = unit, Limit = 2000, Measured = 1234, Unattributed = 0 };
        evidence.Reason.ShouldContain(Figure.Text(unit, 1234));
        StopMessage.Of(
            Told.Stop() with { Cause = new StopCause.ByRule(trip, evidence) }, Told.Guard).Text.ShouldContain(Figure.Text(unit, 1234));
        var notice = new Notice(
            new NoticeKey.OfTrip(trip, "80%"), "role/agent", "1", 1234, 2000, unit, Told.April, Told.At, Evidence: null);
        NoticeMessage.Of(notice, Told.Guard).Text.ShouldContain(Figure.Text(unit, 1234));
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void A_limit_is_read_by_its_unit_and_summed_up(Unit unit)
    {
        var rule = Read($"limit: {{ {UnitText.Of(unit)}: {Example(unit)} }}{(unit == Unit.Budget ? "" : ", every: day")}, stop: none");

        rule.Unit.ShouldBe(unit);
        rule.LimitText.ShouldStartWith(UnitText.Of(unit) + " ");
        RuleSummary.Of(rule).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_kind_of_limit_has_a_unit_of_its_own() =>
        Enum.GetValues<Unit>().Where(unit => unit != Unit.Budget)
            .Select(unit => Read($"limit: {{ {UnitText.Of(unit)}: {Example(unit)} }}, every: day, stop: none"))
            .Cast<CountedRule>().Select(rule => rule.Limit.GetType()).Order(Comparer<Type>.Create((one, other) =>
                string.CompareOrdinal(one.Name, other.Name)))
            .ShouldBe(typeof(Limit).GetNestedTypes().Where(kind => kind.IsSubclassOf(typeof(Limit))).OrderBy(
                kind => kind.Name, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void A_dimension_is_read_to_count_by_and_to_match(DimensionKind kind)
    {
        var dimension = new Dimension(
            kind, kind is DimensionKind.Tag or DimensionKind.PrincipalTag or DimensionKind.ProfileTag ? "team" : null);
        var key = kind == DimensionKind.Tag ? "tags.team" : dimension.ToString().Replace(':', '.');

        var rule = (CountedRule)Read($"per: ['{dimension}'], match: {{ {key}: 'x*' }}, limit: {{ calls: 1 }}, every: day, stop: none");

        rule.Per.ShouldBe([dimension]);
        rule.Match.Select(match => match.Field).ShouldBe([dimension]);
        RuleSummary.Of(rule).ShouldContain(dimension.Said);
    }

    private static Rule Read(string parts)
    {
        var read = PolicyFileReader.Read($"version: 1\nrules:\n- {{ id: r, {parts} }}");
        read.Problems.ShouldBeEmpty();
        return read.Policy.ShouldNotBeNull().Rules[0];
    }

    private static string Example(Unit unit) => unit switch
    {
        Unit.CacheHitRatio => "{ below: 0.30, after: { inputTokens: 5_000 } }",
        Unit.Budget => "bedrock",
        _ => "7",
    };
}
