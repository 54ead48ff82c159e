using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public class LogFormatsTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string OwnLine = "Permissions are correctly set for Amazon Bedrock logs.";

    private const string Heading = "\u001b[32m2026-10-06T07:55:00.000000+00:00\u001b[0m \u001b[36maws/bedrock/modelinvocations\u001b[0m";

    private static readonly string Lines = string.Join('\n', Logs.SampleLines);

    public static TheoryData<string, string> Formats => new()
    {
        { "JSON lines", Lines },
        { "with an end", Lines + "\n" },
        { "CRLF", Lines.Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "byte order mark", "\uFEFF" + Lines },
        { "empty lines", "\n\n" + Lines.Replace("\n", "\n \n", StringComparison.Ordinal) + "\n\n" },
        { "CloudWatch Logs export", string.Join('\n', Logs.SampleLines.Select(line => "2026-09-08T12:10:33.000Z " + line)) },
        { "aws logs tail",
            string.Join('\n', Logs.SampleLines.Select(line => "2026-09-08T12:10:33+00:00 aws/bedrock/modelinvocations " + line)) },
        { "filter-log-events", Logs.SampleText("filter-log-events.json") },
        { "filter-log-events, compact", Compact(Logs.SampleText("filter-log-events.json")) },
        { "filter-log-events, other order", """{"nextToken":"x","events":["""
            + Compact(Logs.SampleText("filter-log-events.json"))["""{"events":[""".Length..] },
        { "function event", Logs.SampleText("subscription-event.json") },
        { "decoded subscription payload", Wrap("messageType") },
        { "decoded subscription payload, other order", Wrap("x", ""","messageType":"DATA_MESSAGE" """) },
        { "log events, one a line",
            string.Join('\n', Logs.SampleLines.Select(line => $"{{\"id\":\"1\",\"timestamp\":1788869433000,\"message\":{Quote(line)}}}")) },
        { "Logs Insights",
            Insights(line =>
            $$"""[{"field":"@timestamp","value":"x"},{"field":"@message","value":{{Quote(line)}}},{"field":"@ptr","value":"y"}]""") },
        { "Logs Insights, other order", Insights(line => $$"""[{"value":{{Quote(line)}},"field":"@message"}]""") },
        { "Logs Insights, pretty", Pretty(Insights(line => $$"""[{"field":"@message","value":{{Quote(line)}}}]""")) },
        { "Logs Insights, from the console", "["
            + string.Join(',', Logs.SampleLines.Select(line => $$"""{"@timestamp":"x","@message":{{line}}}""")) + "]" },
        { "array", "[" + string.Join(',', Logs.SampleLines) + "]" },
        { "array, one a line", "[\n" + string.Join(",\n", Logs.SampleLines) + "\n]\n" },
        { "array, comma first", "[ " + string.Join("\n, ", Logs.SampleLines) + "\n]\n" },
        { "array, pretty", Pretty("[" + string.Join(',', Logs.SampleLines) + "]") },
        { "pretty records after each other", string.Join('\n', Logs.SampleLines.Select(Pretty)) },
        { "records without anything between", string.Concat(Logs.SampleLines) },
        { "strings that hold records", string.Join('\n', Logs.SampleLines.Select(Quote)) },
        { "events[].message", "[" + string.Join(',', Logs.SampleLines.Select(Quote)) + "]" },
        { "events[].message, pretty", "[\n    " + string.Join(",\n    ", Logs.SampleLines.Select(Quote)) + "\n]\n" },
        { "events[].message, as text", string.Join('\t', Logs.SampleLines) + "\n" },
        { "aws logs tail, json",
            string.Join(
            '\n', Logs.SampleLines.Select(line => "2026-10-06T07:55:00.000000+00:00 aws/bedrock/modelinvocations\n" + Pretty(line))) },
        { "aws logs tail, short", string.Join('\n', Logs.SampleLines.Select(line => "2026-10-06T07:55:00 " + line)) },
        { "awslogs",
            string.Join('\n', Logs.SampleLines.Select(line => "/aws/bedrock/modelinvocations aws/bedrock/modelinvocations " + line)) },
        { "Logs Insights, CSV", Csv(',', '\n') },
        { "Logs Insights, CSV, CRLF, semicolons", Csv(';', '\n').Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "Logs Insights, CSV, other order", "@message,@timestamp\n"
            + string.Join('\n', Logs.SampleLines.Select(line => $"{Cell(line)},x")) },
        { "Kinesis", Deliveries("Records", data =>
            $$$"""{"kinesis":{"partitionKey":"x","data":"{{{data}}}"},"eventSource":"aws:kinesis","eventVersion":"1.0"}""") },
        { "Firehose", Deliveries("records", data => $$"""{"recordId":"1","data":"{{data}}"}""") },
        { "Bedrock's own line",
            "Permissions are correctly set for Amazon Bedrock logs.\n2026-09-08T12:10:33.000Z Permissions are correctly set for Amazon "
            + "Bedrock logs.\n" + Lines },
        { "Bedrock's own line, in events", """{"events":[{"message":"Permissions are correctly set for Amazon Bedrock logs."},"""
            + Compact(Logs.SampleText("filter-log-events.json"))["""{"events":[""".Length..] },
        { "Bedrock's own line, at the end of a row", string.Join('\t', Logs.SampleLines.Append(OwnLine)) + "\n" },
        { "Bedrock's own line, between records without anything between", string.Concat(Logs.SampleLines[..8]) + OwnLine
            + string.Concat(Logs.SampleLines[8..]) },
        { "Bedrock's own line, in aws logs tail, json",
            $"2026-10-06T07:55:00.000000+00:00 aws/bedrock/modelinvocations\n{OwnLine}\n2026-10-06T07:55:00.000000+00:00 "
            + "aws/bedrock/modelinvocations\n" + Pretty(Logs.SampleLines[0]) + "\n" + string.Join('\n', Logs.SampleLines[1..]) },
        { "filter-log-events, as text",
            string.Concat(
            Logs.SampleLines.Prepend(OwnLine)
            .Select(line => $"EVENTS\t39\t1788869433000\taws/bedrock/modelinvocations\t{line}\t1788869433000\n"))
            + "SEARCHEDLOGSTREAMS\taws/bedrock/modelinvocations\tTrue\n" },
        { "get-log-events, as text", "b/39\tf/39\n"
            + string.Concat(Logs.SampleLines.Select(line => $"EVENTS\t1788869433000\t{line}\t1788869433000\n")) },
        { "Logs Insights, as text", "Complete\nSTATISTICS\t1.0\t3.0\n"
            + string.Concat(
            Logs.SampleLines.Select(line => $"RESULTS\t@timestamp\t2026-10-06\nRESULTS\t@message\t{line}\nRESULTS\t@ptr\tCmEK\n")) },
        { "events[].[message,timestamp], as text", string.Concat(Logs.SampleLines.Select(line => $"{line}\t1788869433000\n")) },
        { "events[].[timestamp,message]", "[\n    "
            + string.Join(",\n    ", Logs.SampleLines.Select(line => $"[\n        1788869433000,\n        {Quote(line)}\n    ]"))
            + "\n]\n" },
        { "aws logs tail, in colour", string.Concat(Logs.SampleLines.Prepend(OwnLine).Select(line => $"{Heading} {line}\n")) },
        { "aws logs tail, json, in colour", string.Concat(Logs.SampleLines.Select(line => $"{Heading}\n{Pretty(line)}\n")) },
        { "commas at the ends of lines", string.Join(",\n", Logs.SampleLines) + ",\n" },
        { "commas after pretty records", string.Join(",\n", Logs.SampleLines.Select(Pretty)) + ",\n" },
        { "a byte order mark in the middle", string.Join('\n', Logs.SampleLines[..8]) + "\uFEFF\n\uFEFF"
            + string.Join('\n', Logs.SampleLines[8..]) },
        { "nulls at the end", Lines + "\n" + new string('\0', 100) },
        { "Logs Insights, CSV, two after each other", Csv(',', '\n', ..8) + "\uFEFF" + Csv(',', '\n', 8..) + ",,\n\n" },
        { "Logs Insights, CSV, for Excel", "sep=;\r\n" + Csv(';', '\n').Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "Logs Insights, CSV, pretty, empty first cell", "@log\t@message\n"
            + string.Concat(Logs.SampleLines.Select(line => $"\t{Cell(Pretty(line))}\n")) },
        { "get-records of Kinesis",
            Deliveries(
            "Records", data => $$"""{"SequenceNumber":"1","ApproximateArrivalTimestamp":1.5,"Data":"{{data}}","PartitionKey":"x"}""") },
        { "half as lines, half as a document", string.Join('\n', Logs.SampleLines[..8]) + "\n"
            + Pretty("[" + string.Join(',', Logs.SampleLines[8..]) + "]") },
        { "half as a document, half as lines", Pretty("[" + string.Join(',', Logs.SampleLines[..8]) + "]") + "\n"
            + string.Join('\n', Logs.SampleLines[8..]) },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_gives_the_same_records(string format, string text)
    {
        var logs = Logs.Read(text);

        logs.Reasons.ShouldBeEmpty(format);
        logs.Inputs.ShouldBe(Logs.SampleInputs, format);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Compression_changes_nothing(string format, string text)
    {
        var half = text.Length / 2;
        var twoMembers = Logs.Gzip(text[..half]).Concat(Logs.Gzip(text[half..])).ToArray();

        foreach (var bytes in new[] { Logs.Gzip(text), twoMembers, Logs.Gzip(Logs.Gzip(text)) })
        {
            var logs = Logs.Read(bytes);
            logs.Reasons.ShouldBeEmpty(format);
            logs.Inputs.ShouldBe(Logs.SampleInputs, format);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void So_does_the_encoding_of_a_Windows_shell(string format, string text)
    {
        text = text.TrimStart('\uFEFF');
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] unmarked = encoding.GetBytes(text);
            byte[] marked = [.. encoding.Preamble, .. unmarked];
            foreach (var bytes in text[0] > ' ' ? new[] { marked, Logs.Gzip(marked), unmarked } : [marked, Logs.Gzip(marked)])
            {
                var logs = Logs.Read(bytes, chunk: 37);
                logs.Reasons.ShouldBeEmpty(format);
                logs.Inputs.ShouldBe(Logs.SampleInputs, format);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Chunks_of_any_size_give_the_same_records(string format, string text)
    {
        foreach (var chunk in new[] { 1, 2, 3, 7, 64, 1000 })
            Logs.Read(text, chunk).Inputs.ShouldBe(Logs.SampleInputs, $"{format}, {chunk}");
    }

    [Fact]
    public void A_published_array_is_read()
    {
        var logs = Logs.ReadPaths(Logs.Sample("published/07-cachecanary-8records-2026-10.json"));

        logs.Problems.ShouldBeEmpty();
        logs.Invocations.Select(read => read.Tokens.CacheWriteInputTokens).ShouldBe([2871, 0, 0, 0, 2874, 2874, 0, 2877]);
        logs.Invocations.Select(read => read.Tokens.CacheReadInputTokens).ShouldBe([0, 2874, 2874, 2871, 0, 0, 2877, 0]);
    }

    [Fact]
    public void A_published_function_event_is_read()
    {
        var logs = Logs.ReadPaths(Logs.Sample("published/19-subscription-lambda-event.encoded.json"));

        logs.Problems.ShouldBeEmpty();
        logs.Invocations.Select(read => read.Tokens.CacheWriteInputTokens).ShouldBe([2871, 0]);
    }

    [Theory]
    [InlineData("01-awsdoc-converse-requestmetadata.json")]
    [InlineData("02-conversestream-nova-lite-2025-03.json")]
    [InlineData("06-metadata-only-converse-2026-09.json")]
    [InlineData("11-titan-stream.json")]
    [InlineData("12-llama-invokemodel-requestmetadata.json")]
    [InlineData("13-application-inference-profile-stream.json")]
    [InlineData("14-embedding-no-output-count.json")]
    [InlineData("15-spoofed-body.json")]
    [InlineData("16-error-accessdenied.SYNTHETIC.json")]
    [InlineData("18-requestmetadata-traceid-converse.json")]
    public void A_published_record_is_one_document(string file)
    {
        var logs = Logs.ReadPaths(Logs.Sample("published/" + file));

        logs.Problems.ShouldBeEmpty();
        logs.Invocations.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("20-budget-sns-actual-monthly.json", "1: not an invocation record")]
    [InlineData("23-alarm-lambda-direct.SYNTHETIC.json", "1: not an invocation record")]
    public void A_document_of_another_kind_is_one_problem(string file, string problem) =>
        Logs.ReadPaths(Logs.Sample("published/" + file)).Reasons.ShouldBe([problem]);

    [Fact]
    public void A_control_message_holds_nothing()
    {
        var control = """{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE"}]}""";

        foreach (var text in new[] { control, Pretty(control), """{"logEvents":[{"message":"x"}],"messageType":"CONTROL_MESSAGE"}""" })
        {
            Logs.Read(text).Invocations.ShouldBeEmpty();
            Logs.Read(text).Problems.ShouldBeEmpty();
        }
    }

    private static string Wrap(string first, string more = "") =>
        $$"""{"{{first}}":"DATA_MESSAGE","owner":"111122223333","logEvents":[""" +
        string.Join(',', Logs.SampleLines.Select(line => $$"""{"id":"1","timestamp":1788869433000,"message":{{Quote(line)}}}""")) + "]"
            + more + "}";

    private static string Insights(Func<string, string> row) =>
        """{"results":[""" + string.Join(',', Logs.SampleLines.Select(row))
            + """],"statistics":{"recordsMatched":16.0},"status":"Complete"}""";

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Csv(char separator, char end) => Csv(separator, end, ..);

    private static string Csv(char separator, char end, Range lines) =>
        $"@timestamp{separator}@message{separator}@logStream{end}"
        + string.Concat(
            Logs.SampleLines[lines].Select(line => $"2026-10-06 07:55:00.000{separator}{Cell(line)}{separator}\"aws/bedrock\"{end}"));

    private static string Cell(string line) => $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Three pieces: a subscription's payload in gzip, records in gzip, and records as they are.
    private static string Deliveries(string name, Func<string, string> wrap)
    {
        var payload = $$"""{"messageType":"DATA_MESSAGE","logEvents":[{{string.Join(',', Logs.SampleLines[..6].Select(line => $$"""{"id":"1","message":{{Quote(line)}}}"""))}}]}""";
        byte[][] pieces =
        [
            Logs.Gzip("""{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}"""),
            Logs.Gzip(payload),
            Logs.Gzip(string.Concat(Logs.SampleLines[6..11])),
            Encoding.UTF8.GetBytes(string.Join('\n', Logs.SampleLines[11..])),
        ];
        return $$"""{"requestId":"9ec6b6f8","timestamp":1680683311507,"{{name}}":[{{string.Join(',', pieces.Select(piece => wrap(Convert.ToBase64String(piece))))}}]}""";
    }

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(Indented);
}
