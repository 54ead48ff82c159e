using System.Text;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;

namespace KillSwitch.Core.Tests.RunningWork;

public class BatchManifestTests
{
    [Fact]
    public void A_manifest_as_Bedrock_writes_it_is_read() => Read(
        """{"totalRecordCount":120,"processedRecordCount":119,"successRecordCount":118,"errorRecordCount":1,"inputTokenCount":1234567,"outputTokenCount":45678}""")
        .ShouldBe(new BatchManifest(118, new TokenUsage(1_234_567, 45_678)));

    [Fact]
    public void Embeddings_have_no_output_and_what_is_cached_counts_where_it_is_told()
    {
        Read("""{"successRecordCount":2,"inputTokenCount":40}""").ShouldBe(new BatchManifest(2, new TokenUsage(40)));
        Read("""{"successRecordCount":2,"inputTokenCount":40,"cacheReadInputTokenCount":7,"cacheWriteInputTokenCount":5,"outputTokenCount":1}""")
            .ShouldBe(new BatchManifest(2, new TokenUsage(40, 1, 7, 5)));
    }

    [Fact]
    public void A_job_that_answered_nothing_cost_nothing() =>
        Read("""{"totalRecordCount":5,"processedRecordCount":5,"successRecordCount":0,"errorRecordCount":5}""")
            .ShouldBe(new BatchManifest(0, default));

    [Theory]
    [InlineData("", "it is no JSON, or breaks off")]
    [InlineData("""{"totalRecordCount":120,"processedRec""", "it is no JSON, or breaks off")]
    [InlineData("<html></html>", "it is no JSON, or breaks off")]
    [InlineData("[1]", "it is no JSON object")]
    [InlineData("null", "it is no JSON object")]
    [InlineData("{}", "it has no `successRecordCount`")]
    [InlineData("""{"successRecordCount":3}""", "it counts no tokens of what was answered (`inputTokenCount`, `outputTokenCount`)")]
    [InlineData("""{"successRecordCount":3,"inputTokenCount":0,"outputTokenCount":0}""",
        "it counts no tokens of what was answered (`inputTokenCount`, `outputTokenCount`)")]
    [InlineData("""{"successRecordCount":3,"outputImgCount512x512pStep50":3}""",
        "it counts no tokens of what was answered (`inputTokenCount`, `outputTokenCount`)")]
    [InlineData("""{"successRecordCount":3,"inputTokenCount":"40"}""", "its `inputTokenCount` is no count")]
    [InlineData("""{"successRecordCount":3,"inputTokenCount":-1}""", "its `inputTokenCount` is no count")]
    [InlineData("""{"successRecordCount":3,"inputTokenCount":1.5}""", "its `inputTokenCount` is no count")]
    [InlineData("""{"successRecordCount":3,"inputTokenCount":9223372036854775807}""", "its `inputTokenCount` is no count")]
    [InlineData("""{"successRecordCount":1e99,"inputTokenCount":1}""", "its `successRecordCount` is no count")]
    public void What_is_damaged_is_said_and_never_free(string text, string reason) =>
        Should.Throw<FormatException>(() => Read(text)).Message.ShouldBe(reason);

    [Fact]
    public void Whatever_it_is_cut_off_after_it_is_no_manifest()
    {
        const string whole = """{"totalRecordCount":120,"successRecordCount":118,"inputTokenCount":1234567,"outputTokenCount":45678}""";
        for (var length = 0; length < whole.Length; length++)
            Should.Throw<FormatException>(() => Read(whole[..length]));
    }

    private static BatchManifest Read(string text) => BatchManifest.Parse(Encoding.UTF8.GetBytes(text));
}
