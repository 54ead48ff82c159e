using System.Text;
using System.Text.Json;
using Amazon.Runtime.EventStreams;
using KillSwitch.Aws.Api.Raw;
using KillSwitch.Aws.Drills;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Tests.Drills;

/// <summary>What each way of calling sends, and what is read of its answer.</summary>
public class DrillFormsTests
{
    [Theory]
    [InlineData(DrillWay.Converse, "any.model",
        """{"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{"maxTokens":16}}""")]
    [InlineData(DrillWay.InvokeModel, "us.amazon.nova-micro-v1:0", """{"schemaVersion":"messages-v1","messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{"maxTokens":16}}""")]
    [InlineData(DrillWay.InvokeModel, "anthropic.claude-haiku-4-5-20251001-v1:0", """{"anthropic_version":"bedrock-2023-05-31","messages":[{"role":"user","content":"hi"}],"max_tokens":16}""")]
    [InlineData(DrillWay.InvokeModelWithResponseStream, "meta.llama3-8b-instruct-v1:0", """{"prompt":"hi","max_gen_len":16}""")]
    [InlineData(DrillWay.RuntimeChatCompletions, "openai.gpt-oss-20b-1:0", """{"model":"openai.gpt-oss-20b-1:0","messages":[{"role":"user","content":"hi"}],"max_completion_tokens":16}""")]
    public void A_call_has_the_form_of_its_operation_and_its_maker(DrillWay way, string model, string body) =>
        Encoding.UTF8.GetString(DrillForms.Of(new DrillCall(way, model, "hi", 16))!).ShouldBe(body);

    [Fact]
    public void What_is_to_be_cached_stands_before_a_checkpoint() =>
        Encoding.UTF8.GetString(DrillForms.Of(new DrillCall(DrillWay.Converse, "any.model", "hi", 16) { Cached = "long" })!)
            .ShouldStartWith("""{"system":[{"text":"long"},{"cachePoint":{"type":"default"}}],""");

    [Fact]
    public void Of_a_maker_whose_form_is_not_known_nothing_is_sent() =>
        DrillForms.Of(new DrillCall(DrillWay.InvokeModel, "amazon.titan-text-express-v1", "hi", 16)).ShouldBeNull();

    [Theory]
    [InlineData(DrillWay.Converse, """{"usage":{"inputTokens":3,"outputTokens":2,"cacheReadInputTokens":7,"cacheWriteInputTokens":5}}""", 3, 2, 7, 5)]
    [InlineData(DrillWay.InvokeModel, """{"usage":{"input_tokens":3,"output_tokens":2,"cache_read_input_tokens":7,"cache_creation_input_tokens":5}}""", 3, 2, 7, 5)]
    [InlineData(DrillWay.InvokeModel, """{"usage":{"inputTokens":3,"outputTokens":2,"cacheReadInputTokenCount":7}}""", 3, 2, 7, null)]
    [InlineData(DrillWay.RuntimeChatCompletions, """{"usage":{"prompt_tokens":10,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":7}}}""", 3, 2, 7, null)]
    public void The_counts_of_an_answer_are_read(DrillWay way, string body, int input, int output, int? cacheRead, int? cacheWrite) =>
        DrillCounts.Of(way, new PostResponse { Body = Encoding.UTF8.GetBytes(body) })
            .ShouldBe(new ReportedCounts(input, output, cacheRead, cacheWrite));

    [Fact]
    public void A_header_outweighs_a_body_and_an_answer_without_either_says_nothing()
    {
        var body = Encoding.UTF8.GetBytes("""{"generation":"hi"}""");

        DrillCounts.Of(DrillWay.InvokeModel, new PostResponse { Body = body, InputTokenCount = "3", OutputTokenCount = "2" })
            .ShouldBe(new ReportedCounts(3, 2));
        DrillCounts.Of(DrillWay.InvokeModel, new PostResponse { Body = body }).ShouldBeNull();
    }

    [Fact]
    public void The_counts_of_a_stream_stand_at_its_end()
    {
        byte[] converse = [.. Event("messageStart", new { role = "assistant" }), .. Event(
            "metadata", new { usage = new { inputTokens = 3, outputTokens = 2 } })];
        byte[] invoke = [.. Chunk("""{"delta":"hi"}"""), .. Chunk(
            """{"amazon-bedrock-invocationMetrics":{"inputTokenCount":3,"outputTokenCount":2}}""")];

        DrillCounts.Of(DrillWay.ConverseStream, new PostResponse { Body = converse }).ShouldBe(new ReportedCounts(3, 2));
        DrillCounts.Of(DrillWay.InvokeModelWithResponseStream, new PostResponse { Body = invoke }).ShouldBe(new ReportedCounts(3, 2));
        Should.Throw<FormatException>(() => DrillCounts.Of(DrillWay.ConverseStream, new PostResponse { Body = converse[..^9] }))
            .Message.ShouldBe("the stream broke off");
    }

    private static byte[] Chunk(string json) => Event("chunk", new { bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes(json)) });

    private static byte[] Event(string type, object payload)
    {
        var (kind, message) = (new EventStreamHeader(":event-type"), new EventStreamHeader(":message-type"));
        kind.SetString(type);
        message.SetString("event");
        return new EventStreamMessage([kind, message], JsonSerializer.SerializeToUtf8Bytes(payload)).ToByteArray();
    }
}
