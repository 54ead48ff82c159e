using System.Globalization;
using System.Text;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public class DamagedLogsTests
{
    private static readonly string[] Lines = Logs.SampleLines;

    public static TheoryData<string, string> Damages => new()
    {
        { "garbage", "not a JSON object" },
        { "{}", "not an invocation record" },
        { "[]x", "text after the record" },
        { "{\"a\":}", "not an invocation record" },
        { Lines[1][..^1], "cut off in the middle" },
        { Lines[1][..200], "cut off in the middle" },
        { Lines[1][..(Lines[1].IndexOf("\"requestId\"", StringComparison.Ordinal) - 1)], "cut off in the middle" },
        { Lines[1][..(Lines[1].IndexOf("\"inputBodyJson\"", StringComparison.Ordinal) + 16)], "cut off in the middle" },
        { Lines[1] + "}", "text after the record" },
        { Lines[0].Replace("1200", "-1", StringComparison.Ordinal), "`inputTokenCount` is negative" },
        { Lines[0].Replace("1200", "99999999999999999999999", StringComparison.Ordinal), "`inputTokenCount` is out of range" },
        { Lines[0].Replace("2026-09-08", "1970-01-01", StringComparison.Ordinal), "`timestamp` is out of range: `1970-01-01T12:10:33Z`" },
        { Lines[0].Replace("2026-09-08", "2100-01-01", StringComparison.Ordinal), "`timestamp` is out of range: `2100-01-01T12:10:33Z`" },
        { Lines[0].Replace("{\"inputContentType\"", "5, \"x\": {\"inputContentType\"", StringComparison.Ordinal),
            "`input` is not an object" },
        { "2026-09-08T12:10:33.000Z START RequestId", "not a JSON object" },
        { "[unclosed", "cut off in the middle" },
        { "{", "cut off in the middle" },
        { "\"{\"", "not a JSON object" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_line_is_one_problem_wherever_it_stands(string line, string reason)
    {
        foreach (var at in new[] { 0, 5, Lines.Length })
        {
            var text = string.Join('\n', Lines.Take(at).Append(line).Concat(Lines.Skip(at)));

            foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), Logs.Gzip(text) })
            {
                var logs = Logs.Read(bytes, chunk: 100);
                logs.Reasons.Length.ShouldBe(1, text);
                logs.Reasons[0].ShouldStartWith($"{at + 1}: ");
                if (reason.Length > 0)
                    logs.Reasons[0].ShouldBe($"{at + 1}: {(line == "{\"a\":}" ? "not valid JSON" : reason)}");
                logs.Inputs.ShouldBe(Logs.SampleInputs);
            }
        }
    }

    [Fact]
    public void Invalid_UTF8_is_a_problem_of_its_line()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Lines));
        bytes[bytes.AsSpan().IndexOf("droid"u8)] = 0xC0;

        var logs = Logs.Read(bytes);

        logs.Reasons.ShouldBe(["1: `identity` is not valid UTF-8"]);
        logs.Inputs.ShouldBe(Logs.SampleInputs[1..]);
    }

    [Fact]
    public void A_truncated_gzip_keeps_the_records_before_and_is_one_problem()
    {
        var random = new Random(1);
        var text = string.Join('\n', Enumerable.Range(0, 300).Select(index => Lines[index % Lines.Length].Replace(
            "7f1c0d3e", random.Next().ToString("x8", CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        var whole = Logs.Gzip(text);

        foreach (var kept in new[] { whole.Length - 1, whole.Length - 8, whole.Length / 2, 200, 15, 5, 2 })
        {
            var logs = Logs.Read(whole[..kept]);

            logs.Problems.Count.ShouldBe(1, $"{kept}");
            logs.Problems[0].Reason.ShouldBe("the gzip data is damaged or cut off");
            logs.Inputs.ShouldBe(Enumerable.Range(0, logs.Inputs.Length).Select(index => Logs.SampleInputs[index % Lines.Length]));
            if (kept > whole.Length / 3)
                logs.Inputs.Length.ShouldBeGreaterThan(50);
        }
    }

    [Fact]
    public void A_truncated_gzip_of_a_document_keeps_the_records_before_too()
    {
        var whole = Logs.Gzip(Logs.SampleText("filter-log-events.json"));

        var logs = Logs.Read(whole[..(whole.Length * 2 / 3)]);

        logs.Problems.Count.ShouldBe(1);
        logs.Problems[0].Reason.ShouldBe("the gzip data is damaged or cut off");
        logs.Inputs.Length.ShouldBeGreaterThan(3);
        logs.Inputs.ShouldBe(Logs.SampleInputs[..logs.Inputs.Length]);
    }

    [Fact]
    public void A_flipped_bit_in_a_gzip_is_a_problem_and_no_crash()
    {
        var whole = Logs.Gzip(string.Join('\n', Lines));
        // The last byte of the data before the check sum may be padding.
        for (var at = 10; at < whole.Length - 9; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x10;
            Logs.Read(damaged).Problems.ShouldNotBeEmpty($"{at} of {whole.Length}");
        }
    }

    [Fact]
    public void A_document_cut_off_keeps_the_records_before()
    {
        var text = Logs.SampleText("filter-log-events.json");

        var logs = Logs.Read(text[..(text.Length / 2)]);

        logs.Problems.Count.ShouldBe(1);
        logs.Problems[0].Reason.ShouldEndWith("cut off in the middle");
        logs.Inputs.Length.ShouldBeGreaterThan(3);
        logs.Inputs.ShouldBe(Logs.SampleInputs[..logs.Inputs.Length]);
    }

    [Fact]
    public void A_damaged_event_says_which_and_on_what_line()
    {
        var text = Logs.SampleText("filter-log-events.json")
            .Replace("\\\"requestId\\\":\\\"7f1c0d3e-6a52-4f0e-9d8a-0b1c2d3e4f51\\\",", "", StringComparison.Ordinal);

        var logs = Logs.Read(text);

        logs.Reasons.ShouldBe(["13: event 2: no `requestId`"]);
        logs.Inputs.Length.ShouldBe(15);
    }

    [Fact]
    public void A_line_of_10_MB_is_read()
    {
        var line = Lines[15].Replace("victim", new string('x', 10 << 20), StringComparison.Ordinal);

        var logs =
            Logs.Read(string.Join('\n', line, Lines[0], "{\"damaged\": \"" + new string('y', 10 << 20), Lines[1]), chunk: 256 * 1024);

        logs.Inputs.ShouldBe([98765, 1200, 3]);
        logs.Reasons.ShouldBe(["3: cut off in the middle"]);
    }

    [Fact]
    public void What_is_larger_than_memory_may_hold_is_a_problem()
    {
        var bytes = Encoding.UTF8.GetBytes(Lines[0] + "\n{\"a\":\"" + new string('x', 100_000));

        var logs = Logs.Read(bytes, chunk: 1000, largest: 50_000);

        logs.Inputs.ShouldBe([1200]);
        logs.Problems.ShouldHaveSingleItem().Reason.ShouldStartWith("a record or document is larger than");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    [InlineData("  \r\n ")]
    public void An_empty_file_holds_no_record_and_no_problem(string text)
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), Logs.Gzip(text) })
        {
            Logs.Read(bytes).Invocations.ShouldBeEmpty();
            Logs.Read(bytes).Problems.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_body_that_looks_like_log_events_is_a_body()
    {
        var body = """{"events":[{"message":"MESSAGE"}],"logEvents":[{"message":"MESSAGE"}],"message":"MESSAGE"}"""
            .Replace("MESSAGE", Lines[0].Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);
        var record = Lines[7].Replace("{\"inputText\": \"a\"}", body, StringComparison.Ordinal);

        foreach (var text in new[] { record, "[" + record + "]", record.Replace(", ", ",\n ", StringComparison.Ordinal) })
        {
            var logs = Logs.Read(text);
            logs.Problems.ShouldBeEmpty();
            logs.Inputs.ShouldBe([5]);
        }
    }
}
