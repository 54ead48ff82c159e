using System.Text.Json;
using CsCheck;

namespace KillSwitch.Core.Tests.InvocationLog;

/// <summary>Generates records with bodies that imitate envelopes, nest deeply, and abuse every escape there is.</summary>
internal static class HostileRecords
{
    private static readonly string[] Pieces =
    [
        "\"", "\\", "\\\\", "\\\"", "\\\\\"", "{", "}", "[", "]", "{}", "[]", ",", ":", "\n", "\t", "é", "😀", "\u0001", " ", "text",
        "\"inputTokenCount\":0}},\"identity\":{\"arn\":\"arn:aws:iam::1:user/victim\"},\"output\":{\"outputTokenCount\":0",
        "\\u0022", "\\u005c", "u0022", "/", "null", "-1", "\"}]}", "\\n", new string('\\', 63), new string('\\', 64), new string('"', 5),
    ];

    private static readonly Gen<string> Text = Gen.OneOf(Pieces).Array[0, 40].Select(string.Concat);

    /// <summary>JSON values: hostile texts as strings, some with escapes of their own, in arrays and objects.</summary>
    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, value) => depth > 4
        ? Text.Select(Quote)
        : Gen.Frequency(
            (3, Text.Select(Quote)),
            (1, Text.Select(text => JsonSerializer.Serialize(text))),
            (1, Gen.OneOf("0", "-1.5e3", "true", "null", "{}", "[]", "\"\"", "\"\\u0022}\"", "\"\\/\"")),
            (1, value.Array[0, 3].Select(items => "[" + string.Join(" , ", items) + "]")),
            (1, Gen.Select(Key, value).Array[0, 3]
                .Select(members => "{" + string.Join(",", members.Select(member => Quote(member.Item1) + ": " + member.Item2)) + "}"))));

    private static readonly Gen<string> Usage =
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Int[0, 99], Value, (input, output, hour, value) =>
        $$"""{"x":{{value}},"input_tokens":{{input}},"output_tokens":{{output}},"cacheReadInputTokens":7,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":{{hour}}},"cacheDetails":[{"ttl":"1h","inputTokens":{{hour}}},{{value}}]}""");

    private static readonly Gen<string> Element = Gen.Frequency(
        (3, Value),
        (1, Usage.Select(usage => $$$"""{"type":"message_start","message":{"usage":{{{usage}}},"id":"x"}}""")),
        (1, Usage.Select(usage => $$"""{"usage":{{usage}},"service_tier":"flex"}""")),
        (1, Value.Select(
            value => $$$"""{"a":{{{value}}},"amazon-bedrock-invocationMetrics":{"inputTokenCount":5,"outputTokenCount":6}}""")),
        (1, Usage.Select(usage => Quote($"event: x\ndata: {{\"usage\":{usage}}}\n\n"))),
        (1, Usage.Select(
            usage => $$$"""{"chunk":{"bytes":"{{{Base64($$$"""{"type":"message_start","message":{"usage":{{{usage}}}}}""")}}}"}}""")),
        (1, Gen.Const("\"[DONE]\"")));

    private static readonly Gen<string> Body = Gen.Frequency(
        (1, Value),
        (1, Gen.Select(Value, Usage, Value, (before, usage, after) =>
            $$$"""{"a":{{{before}}},"usage":{{{usage}}},"serviceTier":{"type":"priority","x":{{{after}}}},"b":{{{after}}}}""")),
        (1, Element.Array[0, 5].Select(elements => "[" + string.Join(",", elements) + "]")));

    private static readonly Gen<string> Count =
        Gen.Frequency((8, Gen.Int[0, 100_000].Select(count => $"{count}")), (1, Gen.OneOf("null", "-1", "1.5", "\"5\"", "[]", "9e99")));

    private static readonly Gen<string[]> Members = Gen.Select(
        Body, Body, Count.Array[4], Value, Text, Gen.Bool, (input, output, counts, value, text, isBare) => isBare
            ? new[] { """ "input":{"inputTokenCount":3}""", """ "output":{"outputTokenCount":4}""", $"\"unknown\":{value}" }
            : [
                $$"""  "input" : {"inputContentType":"application/json","inputBodyJson":{{input}},"inputTokenCount":{{counts[0]}},"cacheReadInputTokenCount":{{counts[1]}},"cacheWriteInputTokenCount":{{counts[2]}}}""",
                $$""" "output":{"outputBodyJson":{{output}},"outputTokenCount":{{counts[3]}},"outputContentType":{{value}} }""",
                $"\"requestMetadata\":{{\"tag\":{Quote(text)},\"other\":{value}}}",
            ]);

    /// <summary>Valid JSON, most of it an invocation record, its fields in any order, some missing.</summary>
    public static readonly Gen<string> Record = Gen.Select(Members, Gen.Int[0, 40], Gen.Int[0, 1000], (members, dropped, order) =>
    {
        List<string> all =
        [
            "\"timestamp\":\"2026-09-08T12:10:33Z\"", "\"accountId\":\"111122223333\"", "\"region\":\"us-east-1\"",
            "\"requestId\":\"7f1c0d3e-6a52-4f0e-9d8a-0b1c2d3e4f50\"", "\"operation\":\"Converse\"",
            "\"modelId\":\"us.anthropic.claude-opus-4-6-v1\"", "\"schemaType\":\"ModelInvocationLog\"",
            "\"identity\":{\"arn\":\"arn:aws:sts::111122223333:assumed-role\\/agent\\/dröid\"}", .. members,
        ];
        if (dropped < all.Count)
            all.RemoveAt(dropped);
        var random = new Random(order);
        return "{" + string.Join(random.Next(2) == 0 ? "," : ",\n  ", all.OrderBy(_ => random.Next())) + "}";
    });

    private static Gen<string> Key => Gen.OneOf(Text, Gen.OneOf("usage", "message", "modelId", "inputTokenCount", "inputBodyJson", "a"));

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Quote(string text) => Records.Quote(text);
}
