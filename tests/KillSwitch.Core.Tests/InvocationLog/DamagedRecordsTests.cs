using System.Text;

namespace KillSwitch.Core.Tests.InvocationLog;

public class DamagedRecordsTests
{
    public static TheoryData<string, string> Damages => new()
    {
        { Records.With(requestId: ""), "no `requestId`" },
        { Records.With(requestId: "null"), "no `requestId`" },
        { Records.With(requestId: "\"\""), "no `requestId`" },
        { Records.With(requestId: "7"), "`requestId` is not a string" },
        { Records.With(timestamp: ""), "no `timestamp`" },
        { Records.With(timestamp: "1788869433"), "`timestamp` is not a string" },
        { Records.With(timestamp: "\"yesterday\""), "`timestamp` is not a time: `yesterday`" },
        { Records.With(timestamp: "\"2026-02-30T00:00:00Z\""), "`timestamp` is not a time: `2026-02-30T00:00:00Z`" },
        { Records.With(timestamp: "\"2026-09-08T12:10:33\""), "`timestamp` is not a time: `2026-09-08T12:10:33`" },
        { Records.With(timestamp: "\"a\\nb`c\""), "`timestamp` is not a time: `a?b?c`" },
        { Records.With(timestamp: "\"1970-01-01T00:00:00Z\""), "`timestamp` is out of range: `1970-01-01T00:00:00Z`" },
        { Records.With(timestamp: "\"2022-12-31T23:59:59Z\""), "`timestamp` is out of range: `2022-12-31T23:59:59Z`" },
        { Records.With(timestamp: "\"2099-01-01T00:00:00Z\""), "`timestamp` is out of range: `2099-01-01T00:00:00Z`" },
        { Records.With(timestamp: "\"2100-01-01T00:00:00Z\""), "`timestamp` is out of range: `2100-01-01T00:00:00Z`" },
        { Records.With(timestamp: "\"9999-12-31T23:59:59-14:00\""), "`timestamp` is out of range: `9999-12-31T23:59:59-14:00`" },
        { Records.With(accountId: ""), "no `accountId`" },
        { Records.With(accountId: "111122223333"), "`accountId` is not a string" },
        { Records.With(region: ""), "no `region`" },
        { Records.With(modelId: ""), "no `modelId`" },
        { Records.With(modelId: "{}"), "`modelId` is not a string" },
        { Records.With(identity: "7"), "`identity` is not an object" },
        { Records.With(identity: "[7]"), "`identity` is not an object" },
        { Records.With(identity: """{"arn":7}"""), "`identity.arn` is not a string" },
        { Records.With(input: "5"), "`input` is not an object" },
        { Records.With(input: "[{}]"), "`input` is not an object" },
        { Records.With(output: "\"x\""), "`output` is not an object" },
        { Records.With(input: """{"inputTokenCount":-1}"""), "`inputTokenCount` is negative" },
        { Records.With(input: """{"inputTokenCount":-99999999999999999999}"""), "`inputTokenCount` is negative" },
        { Records.With(input: """{"inputTokenCount":1.5}"""), "`inputTokenCount` is not a whole number" },
        { Records.With(input: """{"inputTokenCount":1e3}"""), "`inputTokenCount` is not a whole number" },
        { Records.With(input: """{"inputTokenCount":"5"}"""), "`inputTokenCount` is not a number" },
        { Records.With(input: """{"inputTokenCount":{"a":[1]}}"""), "`inputTokenCount` is not a number" },
        { Records.With(input: """{"cacheReadInputTokenCount":1000000000001}"""), "`cacheReadInputTokenCount` is out of range" },
        { Records.With(input: """{"cacheWriteInputTokenCount":9223372036854775808}"""), "`cacheWriteInputTokenCount` is out of range" },
        { Records.With(output: """{"outputTokenCount":true}"""), "`outputTokenCount` is not a number" },
        { Records.With(input: """{"inputTokenCount":5,"inputTokenCount":0}"""), "`inputTokenCount` twice" },
        { Records.With(more: ""","modelId":"free.model" """), "`modelId` twice" },
        { Records.With(more: ""","output":{}"""), "`output` twice" },
        { Records.With(more: ""","requestMetadata":["x"]"""), "`requestMetadata` is not an object" },
        { Records.With(more: ""","errorCode":5"""), "`errorCode` is not a string" },
        { Records.With(more: ""","x":nope"""), "not valid JSON" },
        { Records.With() + "x", "text after the record" },
        { Records.With() + Records.With(), "text after the record" },
        { Records.With()[..^1], "cut off in the middle" },
        { Records.With()[..^30], "cut off in the middle" },
        { Records.With(more: ""","x":"open"""), "cut off in the middle" },
        { Records.With(modelId: "\"\\ud800\""), "`modelId` is not valid UTF-8" },
        { Records.With(more: ""","requestMetadata":{"a":"\ud800"}"""), "`requestMetadata` is not valid UTF-8" },
        { Records.With(more: ""","schemaType":"SomethingElse" """), "not an invocation record" },
        { "", "not a JSON object" },
        { "  ", "not a JSON object" },
        { "hello", "not a JSON object" },
        { "[1]", "not a JSON object" },
        { "5", "not a JSON object" },
        { "{}", "not an invocation record" },
        { """{"timestamp":1788869433000,"level":"info"}""", "not an invocation record" },
        { "{", "cut off in the middle" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_one_sentence(string json, string damage) => Records.Read(json).Damage.ShouldBe(damage);

    [Theory]
    [InlineData("arn:aws")]
    [InlineData("anthropic")]
    [InlineData("us-east")]
    [InlineData("7f1c0d3e")]
    public void Invalid_UTF8_in_an_envelope_is_damage(string before)
    {
        var json = Encoding.UTF8.GetBytes(Records.With());
        json[json.AsSpan().IndexOf(Encoding.UTF8.GetBytes(before)) + 3] = 0xFF;

        Records.Read(json).Damage.ShouldNotBeNull().ShouldEndWith("is not valid UTF-8");
    }

    [Fact]
    public void Damage_in_a_body_costs_no_record()
    {
        var json = Encoding.UTF8.GetBytes(Records.With(input: """{"inputBodyJson":{"text":"~~~",},"inputTokenCount":7}"""));
        json[json.AsSpan().IndexOf((byte)'~')] = 0xFF;

        Records.Read(json).Invocation.ShouldNotBeNull().Tokens.InputTokens.ShouldBe(7);
    }
}
