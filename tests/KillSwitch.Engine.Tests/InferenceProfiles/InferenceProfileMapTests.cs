using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InferenceProfiles;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.InferenceProfiles;

public class InferenceProfileMapTests
{
    private const string Arn = "arn:aws:bedrock:us-east-2:111111111111:application-inference-profile/abc123";

    [Theory]
    [InlineData("\"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5-v1:0\"", ModelScope.Regional, null)]
    [InlineData("\"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5-v1:0\"},{\"modelArn\":\"arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-5-v1:0\"", ModelScope.Regional, "us")]
    [InlineData("\"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5-v1:0\"},{\"modelArn\":\"arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-5-v1:0\"", ModelScope.Global, "global")]
    public void A_profile_is_priced_and_matched_as_its_model(string models, ModelScope scope, string? geography)
    {
        var map = InferenceProfileMap.Parse(
            $$"""{"inferenceProfileSummaries":[{"inferenceProfileArn":"{{Arn}}","models":[{"modelArn":{{models}}}],"type":"APPLICATION"}]}""");

        var call = map.Resolve(Call(1, 0, model: Arn));

        call.Model.ShouldBe(new ModelId(Arn, "anthropic.claude-sonnet-5-v1:0", scope, IsOpaque: false) { Geography = geography });
        map.Resolve(Call(1, 0, model: Arn + "4")).Model.IsOpaque.ShouldBeTrue();
    }

    [Fact]
    public void A_list_is_believed_more_than_an_answer()
    {
        var map = InferenceProfileMap.Parse(
            $$"""{"inferenceProfileSummaries":[{"inferenceProfileArn":"{{Arn}}","models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"}]}]}""");
        var answered = new ModelId(Arn, "amazon.nova-micro-v1:0", ModelScope.Regional, IsOpaque: false) { IsAnswered = true };

        map.Resolve(Call(1, 0) with { Model = answered }).Model.ShouldBe(
            new ModelId(Arn, "anthropic.claude-opus-4-6-v1", ModelScope.Regional, IsOpaque: false));
        InferenceProfileMap.Empty.Resolve(Call(1, 0) with { Model = answered }).Model.ShouldBe(answered);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"inferenceProfileSummaries\":[7]}")]
    [InlineData("not JSON")]
    public void Another_text_is_refused(string json) => Should.Throw<JsonException>(() => InferenceProfileMap.Parse(json));
}
