using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Denies;

/// <summary>What the document denies is proved by an evaluator of IAM; here is what the tags must say.</summary>
public class TakenDenyTests
{
    private static readonly string[] Known =
    [
        "amazon.nova-lite-v1:0", "anthropic.claude-3-opus-20240229-v1:0", "anthropic.claude-opus-4-1-20250805-v1:0",
        "anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-7", "anthropic.claude-sonnet-4-6", "openai.gpt-oss-120b-1:0",
    ];

    [Fact]
    public void One_managed_policy_holds_it() => TakenDeny.Document().Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);

    [Theory]
    [InlineData("anthropic.claude-opus-*", "p=anthropic.claude-opus-")]
    [InlineData("anthropic.claude-opus-**", "p=anthropic.claude-opus-")]
    [InlineData("arn:*:bedrock:*::foundation-model/anthropic.claude-opus-*", "p=anthropic.claude-opus-")]
    // A model that is not there yet is in it.
    [InlineData("acme.large-*", "p=acme.large-")]
    [InlineData("*opus*", "p=anthropic.claude-3-opus p=anthropic.claude-opus")]
    [InlineData("anthropic.claude-opus-4-?*", "p=anthropic.claude-opus-4-1 p=anthropic.claude-opus-4-6 p=anthropic.claude-opus-4-7")]
    [InlineData("anthropic.claude-*, anthropic.claude-opus-*", "p=anthropic.claude-")]
    [InlineData("anthropic.claude-opus-4-6", "x=anthropic.claude-opus-4-6 x=anthropic.claude-opus-4-6-v1")]
    [InlineData("anthropic.claude-opus-4-6-v1", "x=anthropic.claude-opus-4-6-v1 n=anthropic.claude-opus-4-6")]
    [InlineData("anthropic.claude-opus-4-?", "x=anthropic.claude-opus-4-6-v1 n=anthropic.claude-opus-4-6 x=anthropic.claude-opus-4-7 "
        + "x=anthropic.claude-opus-4-7-v1")]
    // Mantle names it without what the pattern asks for.
    [InlineData("openai.gpt-oss-120b-*", "p=openai.gpt-oss-120b- n=openai.gpt-oss-120b")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:imported-model/abc123", "w=abc123")]
    [InlineData("anthropic.claude-*-99", "")]
    public void A_set_of_models_is_named_by_how_they_begin_and_else_one_by_one(string set, string marks) =>
        string.Join(' ', TakenMarks.Of(new ModelSet(set), Known).Select(mark => $"{mark.Slots.Prefix[^1]}={mark.Value}")).ShouldBe(marks);

    [Fact]
    public void Whatever_a_beginning_takes_the_pattern_matches_too()
    {
        foreach (var pattern in (string[])["*opus*", "anthropic.claude-*-4-*", "*-lite*", "amazon.*-pro*"])
        {
            var set = new ModelSet(pattern);
            var marks = TakenMarks.Of(set, KnownModels.Ids);
            marks.ShouldNotBeEmpty(pattern);
            foreach (var mark in marks.Where(mark => mark.Slots == StopTags.Default.Taken.Beginnings))
                set.Has(mark.Value + "-of-some-day").ShouldBeTrue($"{pattern}: {mark.Value}");
            KnownModels.Ids.Where(set.Has).ShouldAllBe(id => marks.Any(mark =>
                id.StartsWith(mark.Value, StringComparison.Ordinal)), pattern);
        }
    }

    [Theory]
    [InlineData("*", "takes every model away, as a stop without `deny` does: leave `deny` out")]
    [InlineData("us.anthropic.claude-opus-*",
        "says how a model is called, and a deny takes it away however it is called: write its own id, as `anthropic.claude-opus-*`")]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1",
        "says how a model is called, and a deny takes it away however it is called: write its own id, as `anthropic.claude-opus-*`")]
    [InlineData("anthropic.a,b", "holds a character that no model's id has")]
    [InlineData("anthropic.claude-opus-*", null)]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123", null)]
    public void A_pattern_that_no_deny_can_take_away_is_told(string pattern, string? obstacle) =>
        TakenMarks.Obstacle(new Glob(pattern)).ShouldBe(obstacle);

    [Fact]
    public void More_models_one_by_one_than_a_deny_holds_are_told()
    {
        TakenMarks.Obstacle(new ModelSet("*-v1:0")).ShouldNotBeNull()
            .ShouldEndWith("a deny holds 7 of them: write how their ids begin, as `anthropic.claude-opus-*`");
        TakenMarks.Obstacle(new ModelSet("anthropic.*, *opus*, amazon.nova-pro-v1:0")).ShouldBeNull();
    }

    [Theory]
    [InlineData("anthropic.claude-opus-*", false)]
    [InlineData("anthropic.claude-opus-4-6-v1", false)]
    [InlineData("*opus*", true)]
    [InlineData("anthropic.*, anthropic.claude-opus-4-?", true)]
    public void Models_that_come_later_are_looked_for_where_the_tags_do_not_take_them_by_themselves(string set, bool isOpen) =>
        new ModelSet(set).IsOpen.ShouldBe(isOpen);
}
