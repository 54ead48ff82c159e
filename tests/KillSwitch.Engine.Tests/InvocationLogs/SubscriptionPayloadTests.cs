using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InvocationLogs;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public class SubscriptionPayloadTests
{
    private readonly List<Invocation> _read = [];
    private readonly List<string> _damage = [];

    [Fact]
    public void The_sample_event_holds_the_sample_records()
    {
        var result = Read(File.ReadAllBytes(Logs.Sample("subscription-event.json")));

        ShouldComeFrom(result,
            "account 111122223333, log group /aws/bedrock/modelinvocations, stream aws/bedrock/modelinvocations, subscription killswitch");
        _read.Select(read => read.Tokens.InputTokens).ShouldBe(Logs.SampleInputs);
        _damage.ShouldBeEmpty();
    }

    [Fact]
    public void The_published_event_is_read_encoded_and_decoded()
    {
        var decoded = JsonNode.Parse(Logs.SampleText("published/19-subscription-lambda-event.SYNTHETIC.json"))!;

        Read(File.ReadAllBytes(Logs.Sample("published/19-subscription-lambda-event.encoded.json"))).ShouldBeOfType<PayloadResult.Data>();
        ShouldComeFrom(ReadDecoded(decoded["decoded"]!.ToJsonString()),
            "account 111122223333, log group /aws/bedrock/modelinvocations, stream aws/bedrock/modelinvocations, subscription "
            + "bedrock-kill-switch");
        ReadDecoded(decoded["control_message"]!.ToJsonString()).ShouldBe(new PayloadResult.Control());

        _read.Select(read => read.Tokens.CacheReadInputTokens).ShouldBe([0, 2877, 0, 2877]);
        _damage.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"\/theirs","logStream":"s\u002f1","subscriptionFilters":["a",7,["x"],{"y":"z"},"b"],"logEvents":[]}""", "account 1, log group /theirs, stream s/1, subscription a, b")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[],"subscriptionFilters":["late"],"owner":"2"}""",
        "account 2, log group ?, stream ?, subscription late")]
    [InlineData("""{"messageType":"DATA_MESSAGE","owner":3,"logGroup":null,"subscriptionFilters":"a","logEvents":[]}""",
        "account ?, log group ?, stream ?, subscription ?")]
    public void Where_a_delivery_says_that_it_comes_from_is_read_wherever_it_stands(string json, string expected) =>
        ShouldComeFrom(ReadDecoded(json), expected);

    [Fact]
    public void Damage_is_told_by_event_and_the_rest_is_read()
    {
        var json = """{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":"hello"},{"id":"2"},{"message":RECORD},7]}"""
            .Replace("RECORD", JsonSerializer.Serialize(Logs.SampleLines[0]), StringComparison.Ordinal);

        ReadDecoded(json).ShouldBeOfType<PayloadResult.Data>();

        _read.Count.ShouldBe(1);
        _damage.ShouldBe(["event 1: not a JSON object", "event 2: no `message`", "event 4: not a JSON object"]);
    }

    [Fact]
    public void The_line_that_bedrock_writes_when_logging_is_turned_on_is_no_damage()
    {
        var json = """
            {"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"g","logStream":"aws/bedrock/modelinvocations",
            "subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1767225600000,
            "message":"Permissions are correctly set for Amazon Bedrock logs."}]}
            """;

        ReadDecoded(json).ShouldBeOfType<PayloadResult.Data>();
        Read(Wrap(Logs.Gzip(json))).ShouldBeOfType<PayloadResult.Data>();

        (_read.Count, _damage.Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("", "the event is not valid JSON")]
    [InlineData("{", "the event is not valid JSON")]
    [InlineData("[]", "no `awslogs` object in the event")]
    [InlineData("{}", "no `awslogs` object in the event")]
    [InlineData("""{"awslogs":{}}""", "no `awslogs.data` in the event")]
    [InlineData("""{"awslogs":7}""", "no `awslogs` object in the event")]
    [InlineData("""{"awslogs":{"data":7}}""", "no `awslogs.data` in the event")]
    [InlineData("""{"awslogs":{"data":"!!"}}""", "`awslogs.data` is not base64")]
    [InlineData("""{"awslogs":{"data":""}}""", "the payload is empty")]
    [InlineData("""{"awslogs":{"data":"aGVsbG8="}}""", "the payload's gzip data is damaged or cut off")]
    public void What_cannot_be_read_says_why(string lambdaEvent, string reason) =>
        Read(Encoding.UTF8.GetBytes(lambdaEvent)).ShouldBe(new PayloadResult.Unreadable(reason));

    [Fact]
    public void What_decompresses_to_something_else_says_so() =>
        Read(Wrap(Logs.Gzip("{\"a\":1}"))).ShouldBe(new PayloadResult.Unreadable("the payload holds no log events"));

    [Fact]
    public void A_decompression_bomb_is_refused()
    {
        using var bomb = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bomb, System.IO.Compression.CompressionLevel.Optimal))
        {
            for (var megabyte = 0; megabyte < 257; megabyte++)
                gzip.Write(new byte[1 << 20]);
        }

        Read(Wrap(bomb.ToArray())).ShouldBe(new PayloadResult.Unreadable("the payload is larger than 256 MiB"));
    }

    [Fact]
    public void A_truncated_payload_keeps_the_records_before()
    {
        var data = JsonNode.Parse(Logs.SampleText("subscription-event.json"))!["awslogs"]!["data"]!.GetValue<string>();
        var gzip = Convert.FromBase64String(data);

        var result = Read(Wrap(gzip[..(gzip.Length * 2 / 3)])).ShouldBeOfType<PayloadResult.Unreadable>();

        result.Reason.ShouldBe("the payload's gzip data is damaged or cut off");
        result.Origin.ShouldNotBeNull().LogGroup.ShouldBe("/aws/bedrock/modelinvocations");
        _read.Count.ShouldBeGreaterThan(3);
        _read.Select(read => read.Tokens.InputTokens).ShouldBe(Logs.SampleInputs[.._read.Count]);
    }

    [Fact]
    public void Members_and_escapes_of_any_kind_are_read()
    {
        var json = """{"messageType":"DATA_MESSAGE","logEvents":[{"message":RECORD}]}"""
            .Replace("RECORD", JsonSerializer.Serialize(Logs.SampleLines[0]), StringComparison.Ordinal);
        byte[] members = [.. Logs.Gzip(json[..50]), .. Logs.Gzip(json[50..])];
        var lambdaEvent = Encoding.UTF8.GetString(Wrap(members)).Replace("/", "\\/", StringComparison.Ordinal);

        Read(Encoding.UTF8.GetBytes(lambdaEvent)).ShouldBeOfType<PayloadResult.Data>();

        _read.ShouldHaveSingleItem().Tokens.InputTokens.ShouldBe(1200);
    }

    [Fact]
    public void A_payload_costs_little_memory_besides_its_records()
    {
        var reader = new InvocationReader();
        var lambdaEvent = File.ReadAllBytes(Logs.Sample("subscription-event.json"));
        var count = 0;
        const int Rounds = 500;
        Repeat(3);

        count = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(Rounds);

        ((GC.GetAllocatedBytesForCurrentThread() - before) / count).ShouldBeLessThanOrEqualTo(256);

        void Repeat(int rounds)
        {
            for (var round = 0; round < rounds; round++)
                SubscriptionPayload.Read(lambdaEvent, reader, _ => count++, _ => { });
        }
    }

    private static byte[] Wrap(byte[] gzip) => Encoding.UTF8.GetBytes($$$"""{"awslogs":{"data":"{{{Convert.ToBase64String(gzip)}}}"}}""");

    private static void ShouldComeFrom(PayloadResult result, string expected) =>
        result.ShouldBeOfType<PayloadResult.Data>().Origin.ToString().ShouldBe(expected);

    private PayloadResult Read(byte[] lambdaEvent) => SubscriptionPayload.Read(lambdaEvent, new InvocationReader(), _read.Add, _damage.Add);

    private PayloadResult ReadDecoded(string json) =>
        SubscriptionPayload.ReadDecoded(Encoding.UTF8.GetBytes(json), new InvocationReader(), _read.Add, _damage.Add);
}
