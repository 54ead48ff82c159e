using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.InvocationLog;

public class PublishedRecordsTests
{
    [Theory]
    [InlineData("01-awsdoc-converse-requestmetadata", "123456789012 role/MyRole session-name", "anthropic.claude-sonnet-4-20250514-v1:0",
        25, 150, 0, 0, "team=orchestrator environment=production")]
    [InlineData("02-conversestream-nova-lite-2025-03", "XXXXXXXXXXXXX user/dheeraj ", "amazon.nova-lite-v1:0", 4, 38, 0, 0, "")]
    [InlineData("06-metadata-only-converse-2026-09", "111111111111 role/... ", "amazon.nova-micro-v1:0", 1, 8, 0, 0, "")]
    [InlineData("11-titan-stream", "111111111111 user/example ", "amazon.titan-text-express-v1", 7, 11, 0, 0, "")]
    [InlineData("12-llama-invokemodel-requestmetadata", "111111111111 role/Example session", "meta.llama3-1-70b-instruct-v1:0", 15, 12, 0,
        0, "project=CustomerService intent=ComplexQA")]
    [InlineData("13-application-inference-profile-stream", "111111111111 role/Example session", "anthropic.claude-sonnet-5-v1:0", 3, 20,
        1000, 0, "")]
    [InlineData("14-embedding-no-output-count", "111111111111 user/u ", "amazon.titan-embed-text-v2:0", 5, 0, 0, 0, "")]
    [InlineData("15-spoofed-body", "111111111111 user/real-caller ", "anthropic.claude-sonnet-4-5-20250929-v1:0", 42, 7, 0, 0, "")]
    [InlineData(
        "16-error-accessdenied.SYNTHETIC", "111111111111 role/n8n session", "anthropic.claude-haiku-4-5-20251001-v1:0", 0, 0, 0, 0, "")]
    [InlineData("18-requestmetadata-traceid-converse", "111111111111 role/app session", "anthropic.claude-3-haiku-20240307-v1:0", 35, 446,
        0, 0, "traceId=b956002a-fd01-47ba-9da7-07e4c9b1a6b6")]
    public void Each_file_says_who_what_and_how_much(
        string file, string caller, string model, long input, long output, long cacheRead, long cacheWrite, string tags)
    {
        var read = Records.Read(File.ReadAllText(Records.SampleFile($"published/{file}.json"))).Invocation.ShouldNotBeNull();

        $"{read.Account} {read.Caller.Principal.Name} {read.Caller.Session}".ShouldBe(caller);
        read.Model.Id.ShouldBe(model);
        read.Tokens.ShouldBe(new TokenUsage(input, output, cacheRead, cacheWrite));
        read.ErrorCode.ShouldBe(file.StartsWith("16", StringComparison.Ordinal) ? "ResourceNotFoundException" : null);
        string.Join(' ', (read.Tags ?? new Dictionary<string, string>()).Select(tag => $"{tag.Key}={tag.Value}")).ShouldBe(tags);
    }

    // The project that published them removed the cache counts from `input`: only the bodies have them.
    [Theory]
    [InlineData(0, "Converse", 0, 2871)]
    [InlineData(1, "ConverseStream", 2874, 0)]
    [InlineData(2, "InvokeModel", 2874, 0)]
    [InlineData(3, "Converse", 2871, 0)]
    [InlineData(4, "InvokeModel", 0, 2874)]
    [InlineData(5, "ConverseStream", 0, 2874)]
    [InlineData(6, "InvokeModelWithResponseStream", 2877, 0)]
    [InlineData(7, "InvokeModelWithResponseStream", 0, 2877)]
    public void Cache_counts_that_the_envelope_lacks_come_from_the_body(int index, string operation, long cacheRead, long cacheWrite)
    {
        using var records = JsonDocument.Parse(File.ReadAllText(Records.SampleFile("published/07-cachecanary-8records-2026-10.json")));

        var read = Records.Read(records.RootElement[index].GetRawText()).Invocation.ShouldNotBeNull();

        read.Operation.ShouldBe(operation);
        read.Tokens.ShouldBe(new TokenUsage(10, 5, cacheRead, cacheWrite));
        read.InferenceRegion.ShouldBe("us-east-2");
    }

    [Theory]
    [InlineData("20-budget-sns-actual-monthly.json", "not an invocation record")]
    [InlineData("21-budget-sns-forecasted.txt", "not a JSON object")]
    [InlineData("22-budget-sns-daily-snippet.txt", "not a JSON object")]
    [InlineData("23-alarm-lambda-direct.SYNTHETIC.json", "not an invocation record")]
    [InlineData("19-subscription-lambda-event.encoded.json", "not an invocation record")]
    [InlineData("07-cachecanary-8records-2026-10.json", "not a JSON object")]
    public void What_is_no_record_says_so(string file, string damage)
    {
        var result = Records.Read(File.ReadAllText(Records.SampleFile("published/" + file)));

        result.Damage.ShouldBe(damage);
        result.IsForeign.ShouldBeTrue();
    }
}
