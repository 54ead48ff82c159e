using System.Text;
using System.Text.Json;
using CsCheck;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Core.Tests.InvocationLog;

public class HostileRecordsTests
{
    [Fact]
    public void Reading_in_place_declines_or_says_what_the_long_way_says() =>
        HostileRecords.Record.Sample(json => { Records.Read(json); }, iter: 20_000);

    [Fact]
    public void The_envelope_is_what_a_plain_JSON_reader_sees_at_the_top() =>
        HostileRecords.Record.Sample(json =>
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
            var root = document.RootElement;
            if (Records.Read(json).Invocation is not { } read)
                return;
            read.Caller.Session.ShouldBe(root.TryGetProperty("identity", out _) ? "dröid" : null);
            read.Model.Raw.ShouldBe(root.GetProperty("modelId").GetString());
            if (root.TryGetProperty("input", out var input) && input.TryGetProperty("inputTokenCount", out var count)
                && count.ValueKind == JsonValueKind.Number)
            {
                read.Tokens.InputTokens.ShouldBe(count.GetInt64());
            }

            if (root.TryGetProperty("requestMetadata", out var tags) && tags.GetProperty("tag").GetString() is { Length: > 0 } tag)
                read.Tags.ShouldNotBeNull()["tag"].ShouldBe(tag);
        }, iter: 10_000);

    [Fact]
    public void Most_hostile_records_are_read_in_place()
    {
        var (inPlace, all) = (0, 0);
        HostileRecords.Record.Sample(json =>
        {
            inPlace += Records.IsReadInPlace(json) ? 1 : 0;
            all++;
        }, iter: 1000, threads: 1, seed: "0000000000000");
        inPlace.ShouldBeGreaterThan(all / 4);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void A_body_may_nest_as_deep_as_it_likes(char open, char close)
    {
        const int Depth = 100_000;
        var inner = open == '{' ? string.Concat(Enumerable.Repeat("{\"a\":", Depth)) + "0" : new string('[', Depth);
        var body = inner + new string(close, Depth);
        var json = Records.With(
            input: $$"""{"inputBodyJson":{{body}},"inputTokenCount":42}""",
            output: $$$"""{"outputBodyJson":{"x":{{{body}}},"usage":{"cacheReadInputTokens":9,"y":{{{body}}}}},"outputTokenCount":7}""",
            more: $",\"unknown\":{body}");

        var tokens = Records.Read(json).Invocation.ShouldNotBeNull().Tokens;

        (tokens.InputTokens, tokens.OutputTokens, tokens.CacheReadInputTokens).ShouldBe((42, 7, 9));
        Records.IsReadInPlace(json).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\\u0022")]
    [InlineData("\\u005c")]
    [InlineData("\\u007B")]
    [InlineData("\\u007d")]
    [InlineData("\\u00")]
    public void An_outer_escape_that_hides_ASCII_is_left_to_the_long_way(string escape)
    {
        var message = Message("""{"inputBodyJson":{"text":"~"},"inputTokenCount":7}""", escape);

        new InvocationReader().TryReadInPlace(message, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_quote_that_an_outer_escape_hides_ends_its_string()
    {
        // Unescaped: {"text":"","inputTokenCount":1,"x":""}, inside the body.
        var message =
            Message("""{"inputBodyJson":{"text":"~"},"inputTokenCount":7}""", "\\u0022,\\u0022x\\u0022:{},\\u0022y\\u0022:\\u0022");

        new InvocationReader().ReadMessage(message, out var length).Invocation.ShouldNotBeNull().Tokens.InputTokens.ShouldBe(7);
        length.ShouldBe(message.Length - 1);
    }

    [Fact]
    public void Other_outer_escapes_are_read_in_place()
    {
        var message = Message("""{"inputBodyJson":{"text":"~"},"inputTokenCount":7}""", "\\u00e9\\ud83d\\ude00\\/\\u2028");

        new InvocationReader().TryReadInPlace(message, out _, out var result).ShouldBeTrue();
        result.Invocation.ShouldNotBeNull().Tokens.InputTokens.ShouldBe(7);
    }

    [Fact]
    public void A_message_without_an_end_is_cut_off()
    {
        var message = Message("""{"inputTokenCount":7}""", "");

        new InvocationReader().ReadMessage(message.AsSpan()[..^1], out var length).Damage.ShouldBe("cut off in the middle");
        length.ShouldBe(-1);
    }

    private static byte[] Message(string input, string escape)
    {
        var message = Encoding.UTF8.GetString(Records.Escape(Encoding.UTF8.GetBytes(Records.With(input: input))));
        return Encoding.UTF8.GetBytes(message.Replace("~", escape, StringComparison.Ordinal));
    }
}
