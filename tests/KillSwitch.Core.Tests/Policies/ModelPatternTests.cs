using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Policies;

public sealed class ModelPatternTests
{
    private const string Region = "eu-west-1";
    private const string Account = "111122223333";
    private const string Profile = "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-3-7-sonnet-20250219-v1:0";
    private const string Foundation = "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-7-sonnet-20250219-v1:0";

    public static TheoryData<string> ByProfile => ["eu.anthropic.claude-3-7-sonnet-20250219-v1:0", Profile];

    [Theory]
    [InlineData("anthropic.claude-3-7-sonnet-20250219-v1:0")]
    [InlineData("anthropic.claude-3-7-sonnet-20250219-v1")]
    [InlineData("anthropic.claude-3-7-sonnet-20250219")]
    [InlineData("anthropic.claude-3-7-*")]
    [InlineData("anthropic.claude-3-7-sonnet-????????")]
    [InlineData(Foundation)]
    [InlineData("arn:aws:bedrock:*::foundation-model/anthropic.claude-3-7-sonnet-20250219")]
    [InlineData("arn:aws:bedrock:::foundation-model/anthropic.*")]
    [InlineData("*")]
    [InlineData("anthropic.claude-3-7-*-v1:0")]
    [InlineData("arn:aws:bedrock:*:*:*/anthropic.claude-3-7-sonnet*")]
    [InlineData("arn:aws:bedrock:*:*:*")]
    [InlineData("arn:*:foundation-model/anthropic.*")]
    [InlineData("*foundation-model/anthropic.claude-3*")]
    public void The_model_is_taken_in_by_whichever_road_it_is_called(string pattern)
    {
        Assert.All([.. ByProfile.Select(row => row.Data), "anthropic.claude-3-7-sonnet-20250219-v1:0",
            "global.anthropic.claude-3-7-sonnet-20250219-v1:0", Foundation], called => Assert.True(Matches(pattern, called), called));
    }

    [Theory]
    [InlineData("eu.anthropic.claude-3-7-sonnet-20250219-v1:0")]
    [InlineData("eu.anthropic.claude-3-7-sonnet-20250219")]
    [InlineData("eu.anthropic.*")]
    [InlineData("?u.anthropic.*")]
    [InlineData("*.anthropic.*")]
    [InlineData(Profile)]
    [InlineData("arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-3-7-sonnet-20250219")]
    [InlineData("arn:aws:bedrock:*:*:inference-profile/eu.*")]
    [InlineData("arn:aws:bedrock:eu-west-1::inference-profile/eu.anthropic.*")]
    [InlineData("arn:aws:bedrock:*:*:*inference-profile/eu.*")]
    [InlineData("*:inference-profile/eu.*")]
    [InlineData("eu.anthropic.claude-*-v1:0")]
    public void A_profile_is_taken_in_by_its_id_and_by_its_arn_and_no_other_road_is(string pattern)
    {
        Assert.All(ByProfile, called => Assert.True(Matches(pattern, called.Data), called.Data));
        Assert.All(["anthropic.claude-3-7-sonnet-20250219-v1:0", "us.amazon.nova-pro-v1:0"], called =>
            Assert.False(Matches(pattern, called), called));
        Assert.True(ModelPattern.Of(new Glob(pattern)).IsByRoute);
    }

    [Fact]
    public void An_application_profile_over_a_geography_is_a_road_of_it()
    {
        var model = ModelId.Parse(
            "anthropic.claude-3-7-sonnet-20250219-v1:0") with
        {
            Raw =
            "arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abcdefghijkl",
            Geography = "eu"
        };
        Assert.True(ModelPattern.Of(new Glob("eu.anthropic.*")).Matches(model, Region, Account));
        Assert.True(ModelPattern.Of(new Glob("arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc*"))
            .Matches(model, Region, Account));
        Assert.True(ModelPattern.Of(new Glob("arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abcdefghijkl"))
            .Matches(ModelId.Parse("abcdefghijkl"), Region, Account));
        Assert.True(ModelPattern.Of(new Glob("abcdefghijkl")).Matches(model, Region, Account));
        Assert.True(ModelPattern.Of(new Glob("*abcdefghijkl")).Matches(model, Region, Account));
        Assert.All(
            ["us.anthropic.claude-opus-4-6-v1", "anthropic.claude-sonnet-4-6", "deepseek.v3.2", "amazon.titan-text-express-v1"],
            called => Assert.False(Matches("arn:aws:bedrock:*:111122223333:application-inference-profile/*", called), called));
    }

    [Theory]
    [InlineData("arn:aws:bedrock-runtime:eu-west-1::foundation-model/anthropic.claude-3-7-sonnet-20250219-v1:0")]
    [InlineData("arn:aws-us-gov:bedrock:*::foundation-model/*")]
    [InlineData("anthropic.claude-3-7-*-v2:0")]
    [InlineData("claude-3-7-sonnet-20250219-v1:0")]
    [InlineData("bedrock/eu.anthropic.claude-3-7-sonnet-20250219-v1:0")]
    [InlineData("anthropic.claude-3-7-sonnet-20250219-v2:0")]
    [InlineData("anthropic.claude-3-7-sonnet-20250219-v1:1")]
    [InlineData("Anthropic.claude-3-7-sonnet-20250219-v1:0")]
    [InlineData("us.anthropic.*")]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-7-sonnet-20250219-v1:0")]
    [InlineData("arn:aws:bedrock:eu-west-1:444455556666:inference-profile/eu.anthropic.claude-3-7-sonnet-20250219-v1:0")]
    public void Nothing_else_matches(string pattern) =>
        Assert.All(ByProfile, called => Assert.False(Matches(pattern, called.Data), called.Data));

    [Theory]
    [InlineData("openai.gpt-oss-120b-1:0", "openai.gpt-oss-120b", true)]
    [InlineData("openai.gpt-oss-120b", "openai.gpt-oss-120b-1:0", true)]
    [InlineData("anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1:0", true)]
    [InlineData("anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6", true)]
    [InlineData("anthropic.claude-opus-4-6", "anthropic.claude-opus-4", false)]
    [InlineData("amazon.nova-pro-v1:0:300k", "amazon.nova-pro-v1:0", true)]
    [InlineData("amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0:300k", true)]
    [InlineData("amazon.titan-embed-text-v2:0", "amazon.titan-embed-text-v1", false)]
    [InlineData("amazon.titan-embed-text-v2:0", "amazon.titan-embed-text", true)]
    [InlineData("anthropic.claude-v2:1", "anthropic.claude-v2:0", false)]
    [InlineData("anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-*-v1:0", true)]
    [InlineData("anthropic.claude-opus-4-6", "anthropic.claude-opus-4-?-v1:0", true)]
    [InlineData("openai.gpt-oss-120b", "openai.gpt-oss-*-1:0", true)]
    [InlineData("amazon.titan-text-express-v1", "amazon.titan-*-v1:0", true)]
    [InlineData("amazon.titan-embed-text-v2:0", "amazon.titan-*-v1:0", false)]
    public void A_version_that_is_left_out_is_any_and_one_that_is_said_is_no_other(string called, string pattern, bool matches) =>
        Assert.Equal(matches, Matches(pattern, called));

    [Theory]
    [InlineData("anthropic.*", false)]
    [InlineData("*claude*", false)]
    [InlineData("meta.llama*", false)]
    [InlineData("mistral.*", false)]
    [InlineData("*-v1:0", false)]
    [InlineData("arn:aws:bedrock:*::foundation-model/amazon.*", false)]
    [InlineData("us.*", true)]
    [InlineData("u*", true)]
    [InlineData("*us.anthropic*", true)]
    [InlineData("global.*", true)]
    [InlineData("*inference-profile*", true)]
    [InlineData("*us-east-1*", true)]
    [InlineData("*abcdefgh1234", true)]
    [InlineData("*opus-4*", false)]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/amazon.*", true)]
    public void Whether_the_road_matters_is_known(string pattern, bool isByRoute) =>
        Assert.Equal(isByRoute, ModelPattern.Of(new Glob(pattern)).IsByRoute);

    [Fact]
    public void What_an_anchor_says_every_match_begins_with()
    {
        string[] patterns =
            ["anthropic.claude-3-7-sonnet-20250219-v1:0", "eu.anthropic.claude-*", Profile, Foundation, "anthropic.claude-3-7-sonnet", "*",
            "anthropic.claude-*-v1:0", "*inference-profile*", "arn*", "x", "arn:aws:bedrock:*:*:application-inference-profile/x"];
        string[] ids = ["anthropic.claude-3-7-sonnet-20250219-v1:0", "eu.anthropic.claude-3-7-sonnet-20250219", Profile, Foundation,
            "arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/x", "x"];
        foreach (var pattern in patterns.Select(pattern => ModelPattern.Of(new Glob(pattern))))
        {
            foreach (var model in ids.Select(ModelId.Parse).Where(model => pattern.Matches(model, Region, Account)))
            {
                Assert.Contains(
                    (string[])[model.Id, model.Routed, model.Raw], text => text.StartsWith(pattern.Anchor, StringComparison.Ordinal));
            }
        }
    }

    private static bool Matches(string pattern, string called) =>
        ModelPattern.Of(new Glob(pattern)).Matches(ModelId.Parse(called), Region, Account);
}
