using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Denies;

public class ModelDenyTests
{
    private const string Arn = "arn:aws:bedrock:eu-west-1::foundation-model/";

    [Theory]
    [InlineData("anthropic.claude-opus-4-1", true)]
    [InlineData("anthropic.claude-opus-4-1:0", true)]
    [InlineData("anthropic.claude-opus-4-1:0:200k", true)]
    [InlineData("anthropic.claude-opus-4-10", false)]
    [InlineData("anthropic.claude-opus-4-1-20250805-v1:0", false)]
    public void Stops_the_exact_id_and_its_variants(string id, bool denied) =>
        Documents.Named(ModelDeny.Document(["anthropic.claude-opus-4-1"]), "SpendOnModel").Texts("Resource")
            .Any(pattern => new Glob(pattern).Matches(Arn + id)).ShouldBe(denied);

    [Fact]
    public void Stops_it_on_mantle_by_condition() =>
        Documents.Named(ModelDeny.Document(["openai.gpt-oss-120b-1:0", "openai.gpt-oss-120b"]), "SpendOnModelByMantle")
            .GetProperty("Condition").GetRawText()
            .ShouldBe("""{"StringEquals":{"bedrock-mantle:Model":["openai.gpt-oss-120b-1:0","openai.gpt-oss-120b"]}}""");

    [Theory]
    [InlineData("")]
    [InlineData("anthropic.*")]
    [InlineData("anthropic.claude?")]
    [InlineData("${aws:username}")]
    [InlineData("a\",\"b")]
    [InlineData("foundation-model/x")]
    [InlineData("modèle")]
    public void Refuses_what_is_no_model_id(string id) => Should.Throw<ArgumentException>(() => ModelDeny.Document([id]));

    [Fact]
    public void Refuses_to_deny_no_model() => Should.Throw<ArgumentException>(() => ModelDeny.Document([]));

    [Fact]
    public void Refuses_more_than_one_policy_holds()
    {
        string[] models = [.. Enumerable.Range(1, 100).Select(number => $"vendor.model-{number}-v1:0")];
        Should.Throw<ArgumentException>(() => ModelDeny.Document(models)).Message.ShouldContain("100 models");
        ModelDeny.Document(models[..30]).Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);
    }
}
