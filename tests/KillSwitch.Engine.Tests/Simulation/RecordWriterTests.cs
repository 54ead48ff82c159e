using System.IO.Compression;
using System.Text;
using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Simulation;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Simulation;

public class RecordWriterTests
{
    [Fact]
    public void A_call_is_written_as_bedrock_logs_it() =>
        Written(Call(7, 33, usd: 0.80m, role: "agent", session: "droid-7", input: 1200,
            cacheRead: 5) with
        { InferenceRegion = "us-west-2" }).ShouldBe(
            """{"timestamp":"2026-04-24T12:00:33Z","accountId":"111122223333","region":"us-east-1","requestId":"00000007-0000-0000-0000-000000000000","operation":"Converse","modelId":"us.anthropic.claude-opus-4-6-v1","input":{"inputContentType":"application/json","inputTokenCount":1200,"cacheReadInputTokenCount":5,"cacheWriteInputTokenCount":0},"output":{"outputContentType":"application/json","outputTokenCount":80},"identity":{"arn":"arn:aws:sts::111122223333:assumed-role/agent/droid-7"},"inferenceRegion":"us-west-2","schemaType":"ModelInvocationLog","schemaVersion":"1.0"}""");

    [Fact]
    public void A_refused_call_has_an_error_and_no_counts() =>
        Written(Call(7, 0, error: "ThrottlingException")).ShouldContain("\"input\":{},\"output\":{},");

    [Fact]
    public void One_hour_writes_keep_their_lifetime()
    {
        var call = Call(1, 0) with { Tokens = new TokenUsage(3, 13, 0, CacheWriteInputTokens: 25_037, CacheWrite1hInputTokens: 20_000) };

        Written(call).ShouldContain("\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":20000},{\"ttl\":\"5m\",\"inputTokens\":5037}]");
    }

    [Fact]
    public void A_folder_holds_a_gzipped_file_for_each_hour()
    {
        var folder = Directory.CreateTempSubdirectory("killswitch-").FullName;
        try
        {
            RecordFolder.Write(Steady(100, 60), folder).ShouldBe(2);

            var files = Directory.GetFiles(folder, "*.json.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            Path.GetRelativePath(folder, files[0]).Replace('\\', '/').ShouldBe(
                "AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/04/24/12/20260424T120000000Z_simulated.json.gz");
            using var lines = new StreamReader(new GZipStream(File.OpenRead(files[0]), CompressionMode.Decompress));
            lines.ReadToEnd().TrimEnd('\n').Split('\n').Length.ShouldBe(60);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Written(Invocation call)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            RecordWriter.Write(call, json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
