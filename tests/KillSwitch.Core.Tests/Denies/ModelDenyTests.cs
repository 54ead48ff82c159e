using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.Denies;

/// <summary>What the document denies is proved by an evaluator of IAM; here is what the tags must say.</summary>
public class ModelDenyTests
{
    [Fact]
    public void One_managed_policy_holds_it() => ModelDeny.Document().Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);

    [Theory]
    [InlineData("anthropic.claude-opus-4-6-v1", "model=anthropic.claude-opus-4-6-v1 mantle=anthropic.claude-opus-4-6")]
    [InlineData("anthropic.claude-opus-4-6-v1:0", "model=anthropic.claude-opus-4-6-v1:0 mantle=anthropic.claude-opus-4-6")]
    [InlineData(
        "anthropic.claude-opus-4-1-20250805-v1:0", "model=anthropic.claude-opus-4-1-20250805-v1:0 mantle=anthropic.claude-opus-4-1")]
    [InlineData("anthropic.claude-3-5-sonnet-20241022-v2:0",
        "model=anthropic.claude-3-5-sonnet-20241022-v2:0 mantle=anthropic.claude-3-5-sonnet-20241022-v2")]
    [InlineData("openai.gpt-oss-120b-1:0", "model=openai.gpt-oss-120b-1:0 mantle=openai.gpt-oss-120b")]
    // Names of mantle's, as the metrics give them.
    [InlineData("openai.gpt-oss-120b", "model=openai.gpt-oss-120b model=openai.gpt-oss-120b-1")]
    [InlineData("anthropic.claude-opus-4-6", "model=anthropic.claude-opus-4-6 model=anthropic.claude-opus-4-6-v1")]
    [InlineData("anthropic.claude-haiku-4-5", "model=anthropic.claude-haiku-4-5 model=anthropic.claude-haiku-4-5-20251001-v1")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123", "own=abc123")]
    [InlineData(
        "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0:300k/abc123", "own=amazon.nova-lite-v1:0:300k/abc123")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abc123", "own=abc123")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123", "own=abc123")]
    [InlineData("arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-endpoint", "own=my-endpoint")]
    [InlineData("abc123def456", "own=abc123def456")]
    public void A_model_is_named_by_its_exact_id_and_by_mantles_name(string id, string marks) => Marks(id).ShouldBe(marks);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("(none)")]
    [InlineData("anthropic.*")]
    [InlineData("anthropic.claude?")]
    [InlineData("${aws:username}")]
    [InlineData("modèle.x")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:guardrail/abc123")]
    [InlineData("arn:aws:s3:::bucket")]
    public void What_is_no_model_has_no_tag(string id) => ModelMarks.Of(new StopTarget.Model("1", id)).ShouldBeNull();

    [Fact]
    public void The_next_model_is_another_one_and_two_names_of_one_overlap()
    {
        StopTarget.Model Model(string id) => new("1", id);

        ModelMarks.MayOverlap(Model("anthropic.claude-opus-4-6"), Model("anthropic.claude-opus-4-6-v1")).ShouldBeTrue();
        ModelMarks.MayOverlap(Model("anthropic.claude-opus-4-1"), Model("anthropic.claude-opus-4-10")).ShouldBeFalse();
        ModelMarks.MayOverlap(Model("anthropic.claude-opus-4-6"), new StopTarget.Model("2", "anthropic.claude-opus-4-6")).ShouldBeFalse();
        ModelMarks.MayOverlap(Model("anthropic.claude-opus-4-6"), new StopTarget.WholeAccount("1")).ShouldBeFalse();
    }

    private static string Marks(string id) =>
        string.Join(' ', ModelMarks.Of(new StopTarget.Model("1", id))!.Select(mark => $"{Name(mark.Slots)}={mark.Value}"));

    private static string Name(TagSlots slots) => slots.Prefix.Split('-')[^2];
}
