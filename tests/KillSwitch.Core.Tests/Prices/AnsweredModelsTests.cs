using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class AnsweredModelsTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", "anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("claude-3-5-sonnet-20240620", "anthropic.claude-3-5-sonnet-20240620-v1:0")]
    [InlineData("claude-3-5-sonnet-20241022", "anthropic.claude-3-5-sonnet-20241022-v2:0")]
    [InlineData("claude-opus-4-6", "anthropic.claude-opus-4-6-v1:0")]
    [InlineData("claude-opus-4-5-20251101", "anthropic.claude-opus-4-5-v1:0")]
    [InlineData("claude-haiku-4-5", "anthropic.claude-haiku-4-5-20251001-v1:0")]
    [InlineData("claude-opus-5", "anthropic.claude-opus-5")]
    [InlineData("gpt-oss-120b", "openai.gpt-oss-120b-1:0")]
    [InlineData("openai.gpt-oss-20b", "openai.gpt-oss-20b-1:0")]
    [InlineData("gpt-5.4", "openai.gpt-5.4")]
    [InlineData("kimi-k3", "moonshotai.kimi-k3")]
    [InlineData("anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1:0")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0")]
    public void A_name_of_a_model_that_has_a_price_is_that_model(string name, string id) => AnsweredModels.Find(name)
        .ShouldBe(new ModelId(id, id, ModelScope.Regional, IsOpaque: false) { Geography = ProfileGeography.Of(name) });

    [Theory]
    [InlineData("")]
    [InlineData("claude")]
    [InlineData("claude-opus-4")]
    [InlineData("claude-opus-4-")]
    [InlineData("claude-sonnet-4-5-20250929-v2")]
    [InlineData("claude-3-5-sonnet")]
    [InlineData("Claude-Opus-4-6")]
    [InlineData("claude-opus-4-6 ")]
    [InlineData("openai.claude-opus-4-6")]
    [InlineData("gpt-oss")]
    [InlineData("gpt-4o")]
    [InlineData("nemotron-nano-9b")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:imported-model/abc")]
    public void A_name_that_is_not_surely_one_models_is_none(string name) => AnsweredModels.Find(name).ShouldBeNull();

    [Fact]
    public void No_name_makes_a_model_another()
    {
        foreach (var entry in new PriceBook().Entries)
        {
            ModelSpelling.Known.Canonical(AnsweredModels.Find(entry.Model).ShouldNotBeNull().Id)
                .ShouldBe(ModelSpelling.Known.Canonical(entry.Model));
        }
    }
}
