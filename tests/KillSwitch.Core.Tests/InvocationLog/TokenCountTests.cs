using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.InvocationLog;

public class TokenCountTests
{
    [Theory]
    [InlineData("anthropic.claude-opus-4-6-v1", 1000)]
    [InlineData("us.anthropic.claude-opus-4-6-v1", 1000)]
    [InlineData("amazon.nova-lite-v1:0", 1000)]
    [InlineData("meta.llama3-1-70b-instruct-v1:0", 1000)]
    [InlineData("mistral.mistral-large-2407-v1:0", 1000)]
    [InlineData("deepseek.r1-v1:0", 1000)]
    [InlineData("openai.gpt-oss-120b-1:0", 700)]
    [InlineData("us.openai.gpt-5.6-sol", 700)]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/openai.gpt-oss-20b-1:0", 700)]
    public void OpenAI_counts_cached_tokens_as_input_and_others_do_not(string model, long input)
    {
        var tokens = Tokens(Records.With(
            modelId: $"\"{model}\"", input: """{"inputTokenCount":1000,"cacheReadInputTokenCount":200,"cacheWriteInputTokenCount":100}"""));

        tokens.ShouldBe(new TokenUsage(input, 80, 200, 100));
    }

    [Fact]
    public void Input_is_never_negative() =>
        Tokens(Records.With(modelId: "\"openai.gpt-oss-120b-1:0\"", input: """{"inputTokenCount":10,"cacheReadInputTokenCount":200}"""))
            .ShouldBe(new TokenUsage(0, 80, 200, 0));

    [Theory]
    [InlineData("""{"usage":{"inputTokens":1,"outputTokens":2,"cacheReadInputTokens":3,"cacheWriteInputTokens":4}}""", 1, 2, 3, 4, 0)]
    [InlineData("""{"usage":{"inputTokens":1,"outputTokens":2,"cacheWriteInputTokens":9,"cacheDetails":[{"ttl":"5m","inputTokens":4},{"ttl":"1h","inputTokens":5}]}}""", 1, 2, 0, 9, 5)]
    [InlineData("""{"usage":{"cacheDetails":[{"ttl":"5m","inputTokens":4},{"ttl":"1h","inputTokens":5},{"ttl":"1h","inputTokens":1}]}}""", 0, 0, 0, 10, 6)]
    [InlineData("""{"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,"cache_creation_input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":3}}}""", 1, 2, 3, 4, 3)]
    [InlineData("""{"usage":{"cache_creation_input_tokens":4,"cache_creation":{"ephemeral_1h_input_tokens":9}}}""", 0, 0, 0, 4, 4)]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":30}}}""", 70, 2, 30, 0, 0)]
    [InlineData("""[{"type":"message_start","message":{"usage":{"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":4,"cache_creation":{"ephemeral_1h_input_tokens":3}}}},{"type":"x"},{"amazon-bedrock-invocationMetrics":{"inputTokenCount":1,"outputTokenCount":9,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":4}},"[DONE]"]""", 1, 9, 0, 4, 3)]
    [InlineData("""[{"outputText":"a","amazon-bedrock-invocationMetrics":{"inputTokenCount":7,"outputTokenCount":11}}]""", 7, 11, 0, 0, 0)]
    [InlineData("""[{"message":{"usage":{"input_tokens":5,"output_tokens":1}}},{"usage":{"output_tokens":13}}]""", 5, 13, 0, 0, 0)]
    [InlineData("""{"usage":{"inputTokens":-1,"outputTokens":2.5,"cacheReadInputTokens":"3","cacheWriteInputTokens":[4]}}""", 0, 0, 0, 0, 0)]
    [InlineData("""{"x":{"usage":{"inputTokens":1}},"inputTokenCount":5,"output":{"usage":{"outputTokens":2}}}""", 0, 0, 0, 0, 0)]
    [InlineData("""[1,null,[{"usage":{"inputTokens":1}}],"[DONE]"]""", 0, 0, 0, 0, 0)]
    [InlineData("\"text\"", 0, 0, 0, 0, 0)]
    [InlineData("""{"usage":null}""", 0, 0, 0, 0, 0)]
    public void A_body_fills_what_the_envelope_lacks(string body, long input, long output, long cacheRead, long cacheWrite, long cacheWrite1h) =>
        Tokens(Records.With(input: "{}", output: $$"""{"outputBodyJson":{{body}}}"""))
            .ShouldBe(new TokenUsage(input, output, cacheRead, cacheWrite, cacheWrite1h));

    [Fact]
    public void The_envelope_wins_over_a_body()
    {
        var tokens = Tokens(Records.With(
            input: """{"inputTokenCount":1,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":10}""",
            output: """{"outputBodyJson":{"usage":{"inputTokens":9,"outputTokens":9,"cacheReadInputTokens":9,"cacheWriteInputTokens":9,"cacheDetails":[{"ttl":"1h","inputTokens":6}]}},"outputTokenCount":2}"""));

        tokens.ShouldBe(new TokenUsage(1, 2, 0, 10, 6));
    }

    [Fact]
    public void A_stream_is_read_to_its_end_when_the_envelope_lacks_counts()
    {
        var chunks = string.Concat(Enumerable.Repeat("""{"delta":{"text":"}]\"usage\":{"}},""", 500));
        var output = $$$$"""{"outputBodyJson":[{"message":{"usage":{"cache_read_input_tokens":3}}},{{{{chunks}}}}{"amazon-bedrock-invocationMetrics":{"outputTokenCount":5}}],"outputTokenCount":null}""";

        Tokens(Records.With(output: output)).ShouldBe(new TokenUsage(1200, 5, 3, 0));
    }

    [Theory]
    [InlineData("{}", "{}", false)]
    [InlineData("{}", """{"outputBodyJson":{"images":["aGk="]}}""", false)]
    [InlineData("""{"inputTokenCount":null}""", "{}", false)]
    [InlineData("""{"inputTokenCount":0}""", "{}", true)]
    [InlineData("{}", """{"outputBodyJson":{"usage":{"outputTokens":0}}}""", true)]
    public void A_record_without_any_count_says_so(string input, string output, bool hasCounts) =>
        Records.Read(Records.With(input: input, output: output)).Invocation.ShouldNotBeNull().HasTokenCounts.ShouldBe(hasCounts);

    [Theory]
    [InlineData("""{"serviceTier":{"type":"priority"}}""", ServiceTier.Priority)]
    [InlineData("""{"serviceTier":{"type":"flex"}}""", ServiceTier.Flex)]
    [InlineData("""{"serviceTier":{"type":"default"}}""", ServiceTier.Standard)]
    [InlineData("""{"service_tier":"priority"}""", ServiceTier.Priority)]
    [InlineData("""{"service_tier":"flex"}""", ServiceTier.Flex)]
    [InlineData("""{"service_tier":"standard"}""", ServiceTier.Standard)]
    [InlineData("""{"service_tier":7}""", ServiceTier.Standard)]
    [InlineData("""{"output":{"service_tier":"flex"}}""", ServiceTier.Standard)]
    [InlineData("""[{"service_tier":"flex"}]""", ServiceTier.Flex)]
    public void The_service_tier_stands_on_top_of_the_answer(string body, ServiceTier tier) =>
        Records.Read(Records.With(output: $$"""{"outputBodyJson":{{body}}}""")).Invocation.ShouldNotBeNull().Tier.ShouldBe(tier);

    [Fact]
    public void A_prompt_says_nothing_about_the_tier() =>
        Records.Read(Records.With(input: """{"inputBodyJson":{"service_tier":"flex"}}""")).Invocation.ShouldNotBeNull().Tier.ShouldBe(ServiceTier.Standard);

    [Fact]
    public void A_refused_call_costs_nothing_and_may_lack_its_model()
    {
        var read = Records.Read(Records.With(modelId: "", more: ""","errorCode":"AccessDeniedException" """)).Invocation.ShouldNotBeNull();

        read.IsRefused.ShouldBeTrue();
        read.Tokens.ShouldBe(default);
        read.HasTokenCounts.ShouldBeFalse();
        read.Model.Id.ShouldBe("(none)");
    }

    [Fact]
    public void An_empty_error_code_is_none() =>
        Records.Read(Records.With(more: ""","errorCode":"" """)).Invocation.ShouldNotBeNull().IsRefused.ShouldBeFalse();

    private static TokenUsage Tokens(string json) => Records.Read(json).Invocation.ShouldNotBeNull().Tokens;
}
