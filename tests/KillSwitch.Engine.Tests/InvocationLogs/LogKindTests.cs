using System.Formats.Tar;
using System.Text;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public class LogKindTests
{
    [Theory]
    [InlineData("%PDF-1.7\n\n1 0 obj", "a PDF document")]
    [InlineData("PK\u0003\u0004abc", "a ZIP archive")]
    [InlineData("PK\u0003\u0004 [Content_Types].xml", "an Excel workbook")]
    [InlineData("PK\u0005\u0006", "an empty ZIP archive")]
    [InlineData("PAR1....", "a Parquet file")]
    [InlineData("SQLite format 3\0", "a SQLite database")]
    [InlineData("GIF89a", "an image")]
    [InlineData("RIFF....WEBP", "an image, a sound or a film")]
    [InlineData("\u007FELF", "a program")]
    [InlineData("{\\rtf1\\ansi\n{\\fonttbl}\n", "an RTF document")]
    [InlineData("events:\n- eventId: '1'\n  message: x\n", "YAML of the AWS command line")]
    [InlineData("--------------------\n|  FilterLogEvents |\n", "a table of the AWS command line")]
    [InlineData("version account-id interface-id srcaddr\n2 1 eni-1 -\n", "a VPC flow log")]
    [InlineData("<!DOCTYPE html>\n<html>", "an HTML or XML document")]
    [InlineData("version: 1\nmode: enforce\nrules: []\n", "a YAML file")]
    [InlineData("identity/LineItemId,identity/TimeInterval\nx,y\n", "a cost and usage report")]
    [InlineData("""{"Records":[{"eventVersion":"1.08","userIdentity":{"type":"Root"},"eventSource":"iam.amazonaws.com"}]}""",
        "a log of CloudTrail")]
    [InlineData(
        """{"eventVersion":"1.08","userIdentity":{}}""" + "\n" + """{"eventVersion":"1.08","userIdentity":{}}""", "a log of CloudTrail")]
    [InlineData("""{"Events":[{"EventId":"1","EventName":"InvokeModel"}]}""", "an answer of CloudTrail")]
    [InlineData("""{"GroupDefinitions":[],"ResultsByTime":[{"TimePeriod":{}}]}""", "an answer of Cost Explorer")]
    [InlineData("""[{"request_id":"1","call_type":"acompletion","spend":0.1},{"request_id":"2","call_type":"acompletion","spend":0.1}]""",
        "spend logs of LiteLLM")]
    public void A_file_of_another_kind_is_named_once(string text, string kind)
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), Logs.Gzip(text) })
        {
            var logs = Logs.Read(bytes, chunk: 7);

            logs.Reasons.ShouldHaveSingleItem().ShouldStartWith($"0: this is {kind}");
            logs.Invocations.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("one line")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("date,user,cost\n2026-10-06,x,1\n2026-10-07,x,1\n")]
    public void Nothing_else_is_told_more_than_once(string text) => Logs.Read(text).Reasons.Length.ShouldBeLessThanOrEqualTo(1);

    [Theory]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1 }, "an old Excel workbook")]
    [InlineData(new byte[] { 0x04, 0x22, 0x4D, 0x18, 0x64 }, "LZ4 data")]
    [InlineData(new byte[] { 0xFF, 0x06, 0, 0, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59 }, "Snappy data")]
    public void So_is_one_in_binary(byte[] bytes, string kind) =>
        Logs.Read(bytes).Reasons.ShouldHaveSingleItem().ShouldStartWith($"0: this is {kind}");

    [Fact]
    public void An_archive_of_logs_is_to_be_unpacked()
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "logs/1.jsonl")
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(Logs.SampleLines[0])),
            });
        }

        foreach (var bytes in new[] { archive.ToArray(), Logs.Gzip(archive.ToArray()) })
            Logs.Read(bytes).Reasons.ShouldBe(["0: this is a tar archive: unpack it first, and no log of invocations"]);
    }

    [Fact]
    public void A_record_that_speaks_of_another_kind_is_a_record()
    {
        var body = """{"tools":[{"call_type":1,"spend":2}],"Records":[{"eventVersion":1,"userIdentity":2}]}""";
        var record = "{\"input\":" + $$"""{"inputBodyJson":{{body}},"inputTokenCount":7},"""
            + Logs.SampleLines[7].Replace("\"input\":", "\"x\":", StringComparison.Ordinal)[1..];

        Logs.Read(record).Inputs.ShouldBe([7]);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n\n{\"a\":3}", "0: this is no log of invocations: none of its 3 pieces is a record")]
    [InlineData("[1,\"a\",{\"b\":2},[3]]", "0: this is no log of invocations: none of its 4 pieces is a record")]
    [InlineData("""{"results":[[{"field":"modelId","value":"x"}],[{"field":"modelId","value":"y"}]]}""",
        "0: this is no log of invocations: none of its 2 pieces is a record")]
    [InlineData("x\n{\"a\":1}\n", "0: this is no log of invocations: none of its 2 pieces is a record")]
    [InlineData("{\"a\":1}\n", "1: not an invocation record")]
    public void JSON_without_a_record_is_told_once(string text, string reason) => Logs.Read(text).Reasons.ShouldBe([reason]);

    [Fact]
    public void Rows_of_the_command_line_that_hold_a_damaged_message_are_told() =>
        Logs.Read("EVENTS\t1\thello\t2\nRESULTS\t@message\thello\nRESULTS\t@ptr\tx\nSEARCHEDLOGSTREAMS\ts\tTrue\n" + Logs.SampleLines[0]
            + "\thello}\n" + Logs.SampleLines[0]).Reasons
            .ShouldBe(["1: not a JSON object", "2: not a JSON object", "5: text after the record"]);

    [Fact]
    public void Text_without_a_record_is_told_once_with_its_number_of_lines() =>
        Logs.Read(string.Join('\n', Enumerable.Repeat("a line of an application's own log", 1200))).Reasons
            .ShouldBe(["0: this is no log of invocations: none of its 1,200 lines is JSON"]);

    [Fact]
    public void Lines_before_a_record_are_told_one_by_one()
    {
        var logs = Logs.Read("some\nheader\n" + Logs.SampleLines[0] + "\nfooter");

        logs.Reasons.ShouldBe(["1: not a JSON object", "2: not a JSON object", "4: not a JSON object"]);
        logs.Invocations.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("@timestamp,@message\nx,y\n", "2: not an invocation record")]
    [InlineData("@timestamp,@message\nx\n", "2: no column of messages in the row")]
    [InlineData("@timestamp,@message\n\"a\nb\",\"{\"\"requestId\"\":1\"\n", "2: cut off in the middle")]
    public void A_row_that_holds_no_record_is_one_problem(string text, string reason) => Logs.Read(text).Reasons.ShouldBe([reason]);
}
