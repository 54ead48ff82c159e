using KillSwitch.Core.Prices;
using KillSwitch.Core.Tests.InvocationLog;

namespace KillSwitch.Core.Tests.Prices;

public class UncountedCallTests
{
    private const string Llama = "us.meta.llama3-1-70b-instruct-v1:0";
    private readonly PriceBook _prices = new();

    [Theory]
    [InlineData(Llama, "InvokeModel", "{}", "{}", true)]
    [InlineData(Llama, "InvokeModelWithResponseStream", "{}", """{"outputBodyS3Path":"s3://b/k"}""", true)]
    [InlineData("amazon.nova-sonic-v1:0", "InvokeModelWithBidirectionalStream", "{}", "{}", true)]
    [InlineData("anthropic.claude-nine", "Converse", "{}", "{}", true)]
    [InlineData(Llama, "InvokeModel", """{"inputTokenCount":null}""", """{"outputTokenCount":null}""", true)]
    // A sum alone tells no price.
    [InlineData(Llama, "InvokeModel", "{}", """{"outputBodyJson":{"usage":{"total_tokens":9}}}""", true)]
    // What cannot be a count is none.
    [InlineData(Llama, "InvokeModel", "{}", """{"outputBodyJson":{"usage":{"inputTokens":"7","outputTokens":1.5}}}""", true)]
    [InlineData(Llama, "InvokeModel", "{}", """{"outputBodyJson":{"usage":{"inputTokens":-1,"outputTokens":1000000000000000000}}}""", true)]
    // One count is one, and so is nothing where it is said.
    [InlineData(Llama, "InvokeModel", """{"inputTokenCount":0}""", """{"outputTokenCount":0}""", false)]
    [InlineData(Llama, "InvokeModel", """{"inputTokenCount":7}""", "{}", false)]
    [InlineData(Llama, "InvokeModel", "{}", """{"outputTokenCount":7}""", false)]
    [InlineData(Llama, "InvokeModel", "{}", """{"outputBodyJson":{"prompt_token_count":7}}""", false)]
    [InlineData(Llama, "Converse", "{}",
        """{"outputBodyJson":{"stopReason":"guardrail_intervened","usage":{"inputTokens":0,"outputTokens":0}}}""", false)]
    // A guardrail answered before any model did.
    [InlineData(
        Llama, "InvokeModel", "{}", """{"outputBodyJson":{"amazon-bedrock-guardrailAction":"INTERVENED","generation":"no"}}""", false)]
    [InlineData(Llama, "InvokeModelWithResponseStream", "{}",
        """{"outputBodyJson":[{"generation":""},{"amazon-bedrock-guardrailAction":"INTERVENED"}]}""", false)]
    [InlineData(Llama, "InvokeModel", "{}", """{"outputBodyJson":{"amazon-bedrock-guardrailAction":"NONE"}}""", true)]
    [InlineData(Llama, "InvokeModel", "{}", """{"outputBodyJson":{"metadata":{"amazon-bedrock-guardrailAction":"INTERVENED"}}}""", true)]
    [InlineData(Llama, "InvokeModel", "{}", """{"outputBodyJson":{"generation":{"amazon-bedrock-guardrailAction":"INTERVENED"}}}""", true)]
    // Free, answered elsewhere, or not charged by tokens.
    [InlineData(Llama, "CountTokens", "{}", "{}", false)]
    [InlineData(Llama, "StartAsyncInvoke", "{}", "{}", false)]
    [InlineData("amazon.nova-reel-v1:1", "StartAsyncInvoke", "{}", "{}", false)]
    [InlineData("stability.sd3-5-large-v1:0", "InvokeModel", "{}", "{}", false)]
    [InlineData("amazon.titan-embed-image-v1", "InvokeModel", "{}", "{}", false)]
    [InlineData("cohere.embed-english-v3", "InvokeModel", "{}", "{}", false)]
    [InlineData("cohere.rerank-v3-5:0", "InvokeModel", "{}", "{}", false)]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:imported-model/abc", "InvokeModel", "{}", "{}", false)]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc", "Converse", "{}", "{}", false)]
    public void A_served_call_of_a_model_that_is_charged_by_tokens_is_uncounted_without_any(
        string model, string operation, string input, string output, bool isUncounted) =>
        Price(Records.With(modelId: $"\"{model}\"", input: input, output: output,
            more: $",\"operation\":\"{operation}\"")).IsUncounted.ShouldBe(isUncounted);

    [Theory]
    [InlineData("ThrottlingException")]
    [InlineData("ModelStreamErrorException")]
    public void A_call_that_failed_is_not(string error) =>
        Price(Records.With(
            modelId: $"\"{Llama}\"", input: "{}", output: "{}", more: $",\"errorCode\":\"{error}\"")).IsUncounted.ShouldBeFalse();

    [Fact]
    public void Counting_tokens_costs_nothing_whatever_is_counted_and_whatever_the_model()
    {
        var record = Records.Read(
            Records.With(modelId: "\"anthropic.claude-nine\"", more: ""","operation":"CountTokens" """)).Invocation.ShouldNotBeNull();

        record.Tokens.ShouldBe(default);
        _prices.Price(record).ShouldBe(new PricedCall(default, PriceBasis.Known));
    }

    [Theory]
    [InlineData("1e18", "`inputTokenCount` is not a whole number")]
    [InlineData("1.5", "`inputTokenCount` is not a whole number")]
    [InlineData("-1", "`inputTokenCount` is negative")]
    [InlineData("1000000000000000000", "`inputTokenCount` is out of range")]
    [InlineData("\"7\"", "`inputTokenCount` is not a number")]
    public void A_record_whose_own_count_can_be_none_is_damaged_and_said_so(string count, string damage) =>
        Records.Read(Records.With(input: $$"""{"inputTokenCount":{{count}}}""")).Damage.ShouldBe(damage);

    private PricedCall Price(string json) => _prices.Price(Records.Read(json).Invocation.ShouldNotBeNull());
}
