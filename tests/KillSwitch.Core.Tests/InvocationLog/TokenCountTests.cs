using System.Text;
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

    [Theory]
    // The figures add up to one of the two.
    [InlineData("us.openai.gpt-5.6-sol", "Converse",
        """{"inputTokens":6000,"cacheReadInputTokens":4000,"outputTokens":80,"totalTokens":10080}""", 6000)]
    [InlineData("us.openai.gpt-5.6-sol", "Converse",
        """{"inputTokens":6000,"cacheReadInputTokens":4000,"outputTokens":80,"totalTokens":6080}""", 2000)]
    [InlineData("moonshotai.kimi-k2.5", "Converse",
        """{"inputTokens":6000,"cacheReadInputTokens":4000,"outputTokens":80,"totalTokens":6080}""", 2000)]
    [InlineData("anthropic.claude-opus-4-6-v1", "Converse",
        """{"inputTokens":6000,"cacheReadInputTokens":4000,"outputTokens":80,"totalTokens":10080}""", 6000)]
    // A body of OpenAI's shape counts inclusively, whatever the vendor; the envelope may repeat it or have taken the cached ones off.
    [InlineData("moonshotai.kimi-k2.5", "InvokeModel",
        """{"prompt_tokens":6000,"prompt_tokens_details":{"cached_tokens":4000},"completion_tokens":80,"total_tokens":6080}""", 2000)]
    [InlineData("moonshotai.kimi-k2.5", "InvokeModel",
        """{"prompt_tokens":10000,"prompt_tokens_details":{"cached_tokens":4000},"completion_tokens":80,"total_tokens":10080}""", 6000)]
    [InlineData("openai.gpt-oss-120b-1:0", "InvokeModel",
        """{"prompt_tokens":10000,"prompt_tokens_details":{"cached_tokens":4000},"completion_tokens":80}""", 6000)]
    [InlineData("us.openai.gpt-5.6-sol", "Responses",
        """{"input_tokens":6000,"input_tokens_details":{"cached_tokens":3000,"cache_write_tokens":1000},"output_tokens":80,"total_tokens":6080}""", 2000)]
    // Streams of Converse count OpenAI's cached tokens twice in their total.
    [InlineData("us.openai.gpt-5.6-sol", "ConverseStream",
        """{"inputTokens":6000,"cacheReadInputTokens":4000,"outputTokens":80,"totalTokens":10080}""", 2000)]
    [InlineData("anthropic.claude-opus-4-6-v1", "ConverseStream",
        """{"inputTokens":6000,"cacheReadInputTokens":4000,"outputTokens":80,"totalTokens":10080}""", 6000)]
    // Nothing says it: the vendor's habit.
    [InlineData("us.openai.gpt-5.6-sol", "Converse", """{"cacheReadInputTokens":4000}""", 2000)]
    [InlineData("moonshotai.kimi-k2.5", "Converse", """{"cacheReadInputTokens":4000}""", 6000)]
    public void The_figures_say_whether_cached_tokens_are_within_the_input(string model, string operation, string usage, long input) =>
        Tokens(Records.With(
            modelId: $"\"{model}\"", input: """{"inputTokenCount":6000}""",
                output: $$"""{"outputBodyJson":{"usage":{{usage}}},"outputTokenCount":80}""", more: $",\"operation\":\"{operation}\""))
            .InputTokens.ShouldBe(input);

    [Fact]
    public void Input_that_is_less_than_what_is_cached_stands_beside_it() =>
        Tokens(Records.With(modelId: "\"openai.gpt-oss-120b-1:0\"", input: """{"inputTokenCount":10,"cacheReadInputTokenCount":200}"""))
            .ShouldBe(new TokenUsage(10, 80, 200, 0));

    [Theory]
    [InlineData("""{"usage":{"inputTokens":1,"outputTokens":2,"cacheReadInputTokens":3,"cacheWriteInputTokens":4}}""", 1, 2, 3, 4, 0)]
    [InlineData("""{"usage":{"inputTokens":1,"outputTokens":2,"cacheWriteInputTokens":9,"cacheDetails":[{"ttl":"5m","inputTokens":4},{"ttl":"1h","inputTokens":5}]}}""", 1, 2, 0, 9, 5)]
    [InlineData("""{"usage":{"cacheDetails":[{"ttl":"5m","inputTokens":4},{"ttl":"1h","inputTokens":5},{"ttl":"1h","inputTokens":1}]}}""",
        0, 0, 0, 10, 6)]
    [InlineData("""{"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,"cache_creation_input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":3}}}""", 1, 2, 3, 4, 3)]
    [InlineData("""{"usage":{"cache_creation_input_tokens":4,"cache_creation":{"ephemeral_1h_input_tokens":9}}}""", 0, 0, 0, 4, 4)]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":30}}}""", 70, 2, 30, 0, 0)]
    [InlineData("""[{"type":"message_start","message":{"usage":{"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":4,"cache_creation":{"ephemeral_1h_input_tokens":3}}}},{"type":"x"},{"amazon-bedrock-invocationMetrics":{"inputTokenCount":1,"outputTokenCount":9,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":4}},"[DONE]"]""", 1, 9, 0, 4, 3)]
    [InlineData("""[{"outputText":"a","amazon-bedrock-invocationMetrics":{"inputTokenCount":7,"outputTokenCount":11}}]""", 7, 11, 0, 0, 0)]
    [InlineData("""[{"message":{"usage":{"input_tokens":5,"output_tokens":1}}},{"usage":{"output_tokens":13}}]""", 5, 13, 0, 0, 0)]
    [InlineData(
        """{"usage":{"inputTokens":-1,"outputTokens":2.5,"cacheReadInputTokens":"3","cacheWriteInputTokens":[4]}}""", 0, 0, 0, 0, 0)]
    [InlineData("""{"x":{"usage":{"inputTokens":1}},"inputTokenCount":5,"output":{"usage":{"outputTokens":2}}}""", 0, 0, 0, 0, 0)]
    [InlineData("""[1,null,[{"usage":{"inputTokens":1}}],"[DONE]"]""", 0, 0, 0, 0, 0)]
    [InlineData("\"text\"", 0, 0, 0, 0, 0)]
    [InlineData("\"\"", 0, 0, 0, 0, 0)]
    [InlineData("""
        "{\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"cache_creation_input_tokens\":4,\"cache_creation\":{\"ephemeral_1h_input_tokens\":3}},\"text\":\"a \\\"quote\\\" \"}"
        """, 1, 2, 0, 4, 3)]
    [InlineData("""
        "[{\"message\":{\"usage\":{\"input_tokens\":5}}},{\"usage\":{\"output_tokens\":13}}]"
        """, 5, 13, 0, 0, 0)]
    [InlineData("""{"generation":"x","prompt_token_count":100,"generation_token_count":10,"stop_reason":"stop"}""", 100, 10, 0, 0, 0)]
    [InlineData("""[{"generation":"x","prompt_token_count":100,"generation_token_count":1},{"generation":"y","prompt_token_count":null,"generation_token_count":10}]""", 100, 10, 0, 0, 0)]
    [InlineData("""{"inputTextTokenCount":100,"results":[{"tokenCount":10,"outputText":"x"},{"tokenCount":4,"outputText":"}]"},7]}""", 100,
        14, 0, 0, 0)]
    [InlineData("""{"embedding":[0.5,-1],"inputTextTokenCount":100}""", 100, 0, 0, 0, 0)]
    [InlineData("""[{"outputText":"x","inputTextTokenCount":100,"totalOutputTextTokenCount":null},{"outputText":"y","totalOutputTextTokenCount":10}]""", 100, 10, 0, 0, 0)]
    [InlineData("""{"text":"x","meta":{"api_version":{"version":"1"},"billed_units":{"input_tokens":100,"output_tokens":10},"tokens":{"input_tokens":150,"output_tokens":12}}}""", 100, 10, 0, 0, 0)]
    [InlineData("""{"message":{"content":[]},"usage":{"billed_units":{"input_tokens":100,"output_tokens":10},"tokens":{"input_tokens":150,"output_tokens":12}}}""", 100, 10, 0, 0, 0)]
    [InlineData("""[{"event_type":"text-generation","text":"x"},{"event_type":"stream-end","response":{"text":"x","meta":{"billed_units":{"input_tokens":100,"output_tokens":10}}}}]""", 100, 10, 0, 0, 0)]
    [InlineData("""[{"type":"response.created","response":{"usage":null}},{"type":"response.completed","response":{"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":30},"output_tokens":10}}}]""", 70, 10, 30, 0, 0)]
    [InlineData("""[{"contentBlockDelta":{"delta":{"text":"x"}}},{"metadata":{"usage":{"inputTokens":1,"outputTokens":2,"cacheReadInputTokens":3,"cacheWriteInputTokens":4},"metrics":{"latencyMs":1}}}]""", 1, 2, 3, 4, 0)]
    [InlineData("""{"meta":7,"response":"x","results":{"tokenCount":1},"metadata":[{"usage":{"inputTokens":1}}],"prompt_token_count":"5"}""", 0, 0, 0, 0, 0)]
    [InlineData("""{"usage":null}""", 0, 0, 0, 0, 0)]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":2,"total_tokens":102,"cached_tokens":30}}""", 70, 2, 30, 0, 0)]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":2,"prompt_cache_hit_tokens":30,"prompt_cache_miss_tokens":70}}""", 70,
        2, 30, 0, 0)]
    [InlineData("""[{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":100,"output_tokens":10},"tokens":{"input_tokens":150,"output_tokens":12}}}}]""", 100, 10, 0, 0, 0)]
    [InlineData("""{"usage":{"input_tokens":100.0,"output_tokens":10.00,"cache_read_input_tokens":3.5}}""", 100, 10, 0, 0, 0)]
    public void A_body_fills_what_the_envelope_lacks(
        string body, long input, long output, long cacheRead, long cacheWrite, long cacheWrite1h) =>
        Tokens(Records.With(input: "{}", output: $$"""{"outputBodyJson":{{body}}}"""))
            .ShouldBe(new TokenUsage(input, output, cacheRead, cacheWrite, cacheWrite1h));

    private static readonly string[] Stream =
    [
        """{"type":"message_start","message":{"usage":{"input_tokens":100,"cache_creation_input_tokens":4,"cache_read_input_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":3},"output_tokens":1}}}""",
        """{"type":"content_block_delta","delta":{"type":"text_delta","text":"}]\"usage\":{ é"}}""",
        """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":50}}""",
        """{"type":"message_stop"}""",
    ];

    /// <summary>One stream, however it is written down.</summary>
    public static TheoryData<string, string> Wrappings => new()
    {
        { "objects", List(Stream) },
        { "strings", List(Stream.Select(Records.Quote)) },
        { "server-sent events", List(Stream.Select(item => Records.Quote($"event: x\ndata: {item}\n\n")).Append("\"data: [DONE]\"")) },
        { "bytes", List(Stream.Select(item => $$"""{"bytes":"{{Base64(item)}}"}""")) },
        { "chunks of bytes", List(Stream.Select(item => $$$"""{"chunk":{"bytes":"{{{Base64(item)}}}"}}""")) },
        { "string of an array", Records.Quote(List(Stream)) },
        { "string of an array of strings", Records.Quote(List(Stream.Select(Records.Quote))) },
        { "string of lines", Records.Quote(string.Join('\n', Stream)) },
        { "string of values without anything between", Records.Quote(string.Concat(Stream)) },
        { "string of server-sent events",
            Records.Quote(
            ": comment\r\n" + string.Concat(Stream.Select(item => $"event: x\r\ndata:{item}\r\n\r\n")) + "data: [DONE]\r\n\r\n") },
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void A_stream_is_read_however_it_is_written_down(string wrapping, string body)
    {
        var record = Records.With(input: "{}", output: $$"""{"outputBodyJson":{{body}}}""");

        Tokens(record).ShouldBe(new TokenUsage(100, 50, 7, 4, 3), wrapping);
        Records.IsReadInPlace(record).ShouldBeTrue(wrapping);
    }

    [Theory]
    [InlineData("""["hello","{no JSON","[neither",{"usage":{"input_tokens":1,"output_tokens":2}}]""", 1, 2)]
    [InlineData("""[{"bytes":"!!"},{"bytes":7},{"bytes":"e30="},{"usage":{"input_tokens":1,"output_tokens":2}}]""", 1, 2)]
    [InlineData("""["[DONE]",{"usage":{"input_tokens":1,"output_tokens":2}}]""", 1, 2)]
    [InlineData("\"an answer's own text\\nwith lines\"", 0, 0)]
    public void Strings_that_hold_no_JSON_hold_no_counts(string body, long input, long output) =>
        Tokens(Records.With(input: "{}", output: $$"""{"outputBodyJson":{{body}}}""")).ShouldBe(new TokenUsage(input, output));

    [Theory]
    [InlineData("""{"input_tokens":200,"cache_read_input_tokens":9,"output_tokens":50}""", 200, 9)]
    [InlineData("""{"input_tokens":0,"cache_read_input_tokens":0,"output_tokens":50}""", 100, 7)]
    [InlineData("""{"output_tokens":50}""", 100, 7)]
    public void What_a_stream_counted_at_its_start_grows_to_its_end(string usage, long input, long cacheRead) =>
        Tokens(
            Records.With(input: "{}", output: $$$"""{"outputBodyJson":[{{{Stream[0]}}},{"type":"message_delta","usage":{{{usage}}}}]}"""))
            .ShouldBe(new TokenUsage(input, 50, cacheRead, 4, 3));

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
    [InlineData("""[{"metadata":{"serviceTier":{"type":"flex"}}}]""", ServiceTier.Flex)]
    // What the caller wrote as metadata may be repeated there.
    [InlineData("""{"metadata":{"service_tier":"flex"}}""", ServiceTier.Standard)]
    [InlineData("""[{"service_tier":"flex"}]""", ServiceTier.Flex)]
    public void The_service_tier_stands_on_top_of_the_answer(string body, ServiceTier tier) =>
        Records.Read(Records.With(output: $$"""{"outputBodyJson":{{body}}}""")).Invocation.ShouldNotBeNull().Tier.ShouldBe(tier);

    [Fact]
    public void A_prompt_says_nothing_about_the_tier() =>
        Records.Read(Records.With(input: """{"inputBodyJson":{"service_tier":"flex"}}""")).Invocation.ShouldNotBeNull().Tier.ShouldBe(
            ServiceTier.Standard);

    [Fact]
    public void A_refused_call_costs_nothing_and_may_lack_its_model()
    {
        var read = Records.Read(Records.With(modelId: "", more: ""","errorCode":"AccessDeniedException" """)).Invocation.ShouldNotBeNull();

        read.IsRefused.ShouldBeTrue();
        read.Tokens.ShouldBe(default);
        read.HasTokenCounts.ShouldBeFalse();
        read.Model.Id.ShouldBe("(none)");
    }

    [Theory]
    [InlineData("ModelStreamErrorException", 1200, 80, true)]
    [InlineData("ModelStreamErrorException", 1200, 0, true)]
    [InlineData("InternalServerException", 0, 0, false)]
    [InlineData("ThrottlingException", 1200, 0, false)]
    [InlineData("ThrottlingException", 1200, 80, true)]
    [InlineData("ValidationException", 1200, 0, false)]
    [InlineData("AccessDeniedException", 1200, 80, false)]
    [InlineData("ForbiddenException", 1200, 80, false)]
    [InlineData("InvalidSignatureException", 1200, 80, false)]
    public void What_was_served_before_a_failure_is_counted(string error, long input, long output, bool isServed)
    {
        var read = Records.Read(Records.With(
            input: $$"""{"inputTokenCount":{{input}}}""", output: $$"""{"outputTokenCount":{{output}}}""",
                more: $",\"errorCode\":\"{error}\"")).Invocation.ShouldNotBeNull();

        read.IsRefused.ShouldBe(!isServed);
        read.ErrorCode.ShouldBe(error);
        read.Tokens.ShouldBe(isServed ? new TokenUsage(input, output) : default);
    }

    [Theory]
    [InlineData("ThrottlingException", true)]
    [InlineData("ValidationException", true)]
    [InlineData("AccessDeniedException", false)]
    public void A_stream_that_had_begun_was_served_its_input(string error, bool isServed) =>
        Records.Read(Records.With(input: "{}", output: $$"""{"outputBodyJson":[{{Stream[0]}},{{Stream[1]}}]}""",
            more: $",\"errorCode\":\"{error}\"")).Invocation.ShouldNotBeNull()
            .Tokens.ShouldBe(isServed ? new TokenUsage(100, 0, 7, 4, 3) : default);

    [Theory]
    [InlineData(
        "arn:aws:bedrock:us-east-1:111122223333:default-prompt-router/anthropic.claude:1", "anthropic.claude-3-5-sonnet-20240620-v1:0")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:prompt-router/abc123", "anthropic.claude-3-5-sonnet-20240620-v1:0")]
    [InlineData("us.amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0")]
    public void A_routers_answer_names_the_model(string asked, string counted)
    {
        const string Trace =
            """{"trace":{"guardrail":{"x":[1]},"promptRouter":{"invokedModelId":"arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-3-5-sonnet-20240620-v1:0"}}}""";
        foreach (var body in new[] { Trace, $$$"""[{"contentBlockDelta":{}},{"metadata":{{{Trace}}}}]""", Records.Quote(Trace) })
        {
            var model = Records.Read(
                Records.With(
                modelId: $"\"{asked}\"", input: """{"inputTokenCount":1,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":0}""",
                output: $$"""{"outputBodyJson":{{body}},"outputTokenCount":1}""")).Invocation.ShouldNotBeNull().Model;
            (model.Raw, model.Id, model.IsOpaque).ShouldBe((asked, counted, false));
        }
    }

    [Theory]
    [InlineData("""{"trace":{"promptRouter":{"invokedModelId":7}}}""")]
    [InlineData(
        """{"trace":{"promptRouter":{"invokedModelId":"arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc"}}}""")]
    [InlineData("""{"promptRouter":{"invokedModelId":"amazon.nova-pro-v1:0"}}""")]
    [InlineData("""{"trace":null}""")]
    public void A_router_whose_answer_names_no_model_stays_unknown(string body) =>
        Records.Read(Records.With(
            modelId: "\"arn:aws:bedrock:us-east-1:111122223333:prompt-router/abc\"", output: $$"""{"outputBodyJson":{{body}}}"""))
            .Invocation.ShouldNotBeNull().Model.IsOpaque.ShouldBeTrue();

    [Fact]
    public void An_empty_error_code_is_none() =>
        Records.Read(Records.With(more: ""","errorCode":"" """)).Invocation.ShouldNotBeNull().IsRefused.ShouldBeFalse();

    private static string List(IEnumerable<string> items) => $"[{string.Join(',', items)}]";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static TokenUsage Tokens(string json) => Records.Read(json).Invocation.ShouldNotBeNull().Tokens;
}
