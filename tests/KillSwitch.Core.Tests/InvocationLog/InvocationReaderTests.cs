using System.Text;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.InvocationLog;

public class InvocationReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("""{"arn":null}""")]
    [InlineData("""{"arn":""}""")]
    public void A_record_without_an_identity_is_nobodys(string identity) =>
        Records.Read(Records.With(identity: identity)).Invocation.ShouldNotBeNull().Caller.ShouldBe(Caller.None);

    [Theory]
    [InlineData("\"2026-09-08T12:10:33Z\"")]
    [InlineData("\"2026-09-08T12:10:33.999Z\"")]
    [InlineData("\"2026-09-08T14:10:33+02:00\"")]
    [InlineData("\"2026-09-08T07:40:33.1-04:30\"")]
    [InlineData("\"2026-09-08T14:10:33+0200\"")]
    public void A_timestamp_is_UTC_in_whole_seconds(string timestamp) =>
        Records.Read(Records.With(timestamp: timestamp)).Invocation.ShouldNotBeNull()
            .Timestamp.ShouldBe(new DateTimeOffset(2026, 9, 8, 12, 10, 33, TimeSpan.Zero));

    [Theory]
    [InlineData("7f1c0d3e-6a52-4f0e-9d8a-0b1c2d3e4f50")]
    [InlineData("7F1C0D3E-6A52-4F0E-9D8A-0B1C2D3E4F50")]
    [InlineData("abcd1234-5678-efgh-ijkl-mnopqrstuvwx")]
    [InlineData("x")]
    public void A_request_id_is_kept_as_it_is_written(string requestId)
    {
        var id = Records.Read(Records.With(requestId: $"\"{requestId}\"")).Invocation.ShouldNotBeNull().Id;

        id.RequestId.ShouldBe(requestId);
        id.ShouldBe(new RecordId("111122223333", "us-east-1", requestId));
    }

    [Fact]
    public void Escapes_in_values_are_undone()
    {
        var read = Records.Read(Records.With(
            modelId: "\"us.anthropic\\u002eclaude\"",
            identity: """{"arn":"arn:aws:sts::1:assumed-role\/agent\/dr\u00f6id\ud83d\ude00"}""",
            more: ""","requestMetadata":{"te\u0061m":"a\"b\\c\n","n":7,"t":true,"none":null,"deep":{"x":[1]}}"""))
            .Invocation.ShouldNotBeNull();

        read.Model.Id.ShouldBe("anthropic.claude");
        read.Caller.Session.ShouldBe("dröid😀");
        read.Tags.ShouldBe(new Dictionary<string, string> { ["team"] = "a\"b\\c\n", ["n"] = "7", ["t"] = "true" });
    }

    [Fact]
    public void A_name_may_be_escaped_too() =>
        Records.Read("{" + Records.With(timestamp: "")[1..^1] + ",\"time\\u0073tamp\":\"2026-09-08T12:10:33Z\"}").IsRead.ShouldBeTrue();

    [Fact]
    public void Texts_that_repeat_are_made_once()
    {
        var reader = new InvocationReader();
        var json = Encoding.UTF8.GetBytes(Records.With(more: ""","operation":"Converse","requestMetadata":{"team":"tools"}"""));

        var first = reader.Read(json).Invocation.ShouldNotBeNull();
        var second = reader.Read(json).Invocation.ShouldNotBeNull();

        second.Caller.ShouldBeSameAs(first.Caller);
        second.Model.ShouldBeSameAs(first.Model);
        second.Tags.ShouldBeSameAs(first.Tags);
        second.Operation.ShouldBeSameAs(first.Operation);
        second.Account.ShouldBeSameAs(first.Account);
    }

    [Fact]
    public void A_record_costs_no_memory_but_itself()
    {
        var reader = new InvocationReader();
        byte[][] plain = [.. File.ReadLines(Records.SampleFile("invocations.jsonl")).Select(Encoding.UTF8.GetBytes)];
        byte[][] escaped = [.. plain.Select(line => Records.Escape(line))];
        const int Rounds = 100;
        ReadAll(2);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll(Rounds);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (Rounds * (plain.Length + escaped.Length));

        each.ShouldBeLessThanOrEqualTo(216);

        void ReadAll(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                foreach (var line in plain)
                    reader.Read(line);
                foreach (var line in escaped)
                    reader.ReadMessage(line, out _);
            }
        }
    }

    [Fact]
    public void The_pool_is_bounded()
    {
        var made = 0;
        var pool = new Utf8Pool<string>(2, text => $"{Encoding.UTF8.GetString(text)}{++made}");

        foreach (var text in new[] { "a", "b", "c", "a", "b", "c" })
            pool.TryGet(Encoding.UTF8.GetBytes(text), out _).ShouldBeTrue();

        made.ShouldBe(4);
    }
}
