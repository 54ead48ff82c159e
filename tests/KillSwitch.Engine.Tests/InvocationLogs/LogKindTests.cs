using System.Text;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public class LogKindTests
{
    [Theory]
    [InlineData("%PDF-1.7\n\n1 0 obj", "a PDF document")]
    [InlineData("PK\u0003\u0004abc", "a ZIP archive")]
    [InlineData("PAR1....", "a Parquet file")]
    [InlineData("<!DOCTYPE html>\n<html>", "an HTML or XML document")]
    [InlineData("version: 1\nmode: enforce\nrules: []\n", "a YAML file")]
    [InlineData("identity/LineItemId,identity/TimeInterval\nx,y\n", "a cost and usage report")]
    [InlineData("""{"Records":[{"eventVersion":"1.08","userIdentity":{"type":"Root"},"eventSource":"iam.amazonaws.com"}]}""", "a log of CloudTrail")]
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
