using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.Invocations;

public class ModelIdTests
{
    [Theory]
    [InlineData("anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1", ModelScope.Regional)]
    [InlineData("us.anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1", ModelScope.Regional)]
    [InlineData("apac.amazon.nova-micro-v1:0", "amazon.nova-micro-v1:0", ModelScope.Regional)]
    [InlineData("us-gov.anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-haiku-20240307-v1:0", ModelScope.Regional)]
    [InlineData("global.anthropic.claude-opus-5", "anthropic.claude-opus-5", ModelScope.Global)]
    [InlineData(
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0", "amazon.titan-embed-text-v2:0", ModelScope.Regional)]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:inference-profile/global.anthropic.claude-opus-4-6-v1",
        "anthropic.claude-opus-4-6-v1", ModelScope.Global)]
    [InlineData("openai.gpt-5.6-sol", "openai.gpt-5.6-sol", ModelScope.Regional)]
    public void A_model_is_its_own_id_without_wrapping(string raw, string id, ModelScope scope)
    {
        var model = ModelId.Parse(raw);

        model.Id.ShouldBe(id);
        model.Scope.ShouldBe(scope);
        model.IsOpaque.ShouldBeFalse();
        model.Vendor.ShouldBe(id.Split('.')[0]);
    }

    [Theory]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:provisioned-model/x")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:imported-model/x")]
    public void An_id_that_hides_its_model_is_opaque(string raw)
    {
        var model = ModelId.Parse(raw);

        model.IsOpaque.ShouldBeTrue();
        model.Id.ShouldBe(raw);
        model.Vendor.ShouldBeEmpty();
    }
}
