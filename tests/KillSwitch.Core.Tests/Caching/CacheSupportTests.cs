using KillSwitch.Core.Caching;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.Caching;

public class CacheSupportTests
{
    [Theory]
    [InlineData("us.anthropic.claude-opus-4-6-v1", 4096)]
    [InlineData("anthropic.claude-opus-4-5-20251101-v1:0", 4096)]
    [InlineData("anthropic.claude-opus-4-20250514-v1:0", 1024)]
    [InlineData("global.anthropic.claude-opus-5", 512)]
    [InlineData("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", 1024)]
    [InlineData("anthropic.claude-haiku-4-5-20251001-v1:0", 4096)]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0", 1000)]
    public void A_models_minimum_is_what_Amazon_documents(string model, long minimum) =>
        CacheSupport.Of(ModelId.Parse(model))!.MinimumTokens.ShouldBe(minimum);

    [Theory]
    [InlineData("anthropic.claude-opus-5-5")]
    [InlineData("anthropic.claude-3-5-sonnet-20240620-v1:0")]
    [InlineData("meta.llama3-1-70b-instruct-v1:0")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdefghijkl")]
    public void Of_a_model_that_is_not_in_the_table_nothing_is_known_and_no_older_one_stands_in(string model) =>
        CacheSupport.Of(ModelId.Parse(model)).ShouldBeNull();

    [Fact]
    public void OpenAIs_models_keep_longer() =>
        CacheSupport.Of(ModelId.Parse("openai.gpt-5.6-sol"))!.Lifetime.ShouldBe(TimeSpan.FromMinutes(30));
}
