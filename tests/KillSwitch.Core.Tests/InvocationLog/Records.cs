using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Core.Tests.InvocationLog;

/// <summary>Reads a record every way that there is, and holds the ways against each other.</summary>
internal static class Records
{
    private static readonly JsonSerializerOptions Raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string SampleFile(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);

    /// <summary>The record as it is, and as a message in place and the long way: all three must agree.</summary>
    public static ReadResult Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public static ReadResult Read(byte[] json)
    {
        var reader = new InvocationReader();
        var plain = reader.Read(json);
        var escaped = Escape(json);
        var unescaped = reader.ReadUnescaped(escaped, out var length);
        length.ShouldBe(escaped.Length - 1);
        Show(unescaped).ShouldBe(Show(plain));
        if (reader.TryReadInPlace(escaped, out length, out var inPlace))
        {
            length.ShouldBe(escaped.Length - 1);
            Show(inPlace).ShouldBe(Show(plain));
        }

        return plain;
    }

    /// <summary>Whether the record, escaped in a message, can be read where it stands.</summary>
    public static bool IsReadInPlace(string json) =>
        new InvocationReader().TryReadInPlace(Escape(Encoding.UTF8.GetBytes(json)), out _, out _);

    /// <summary>As CloudWatch Logs does: quotes, backslashes and control characters; with the closing quote.</summary>
    public static byte[] Escape(ReadOnlySpan<byte> json)
    {
        var escaped = new List<byte>(json.Length + 64);
        foreach (var value in json)
        {
            if (value is (byte)'"' or (byte)'\\')
                escaped.AddRange([(byte)'\\', value]);
            else if (value is (byte)'\n')
                escaped.AddRange("\\n"u8);
            else if (value is (byte)'\t')
                escaped.AddRange("\\t"u8);
            else if (value is (byte)'\r')
                escaped.AddRange("\\r"u8);
            else if (value < 0x20)
                escaped.AddRange(Encoding.ASCII.GetBytes("\\u" + value.ToString("x4", CultureInfo.InvariantCulture)));
            else
                escaped.Add(value);
        }

        escaped.Add((byte)'"');
        return [.. escaped];
    }

    /// <summary>Everything that a result says, for comparing.</summary>
    public static string Show(ReadResult result)
    {
        if (result.Invocation is not { } read)
            return $"{result.Damage} foreign={result.IsForeign}";
        var tags = read.Tags is null ? "" : string.Join(",", read.Tags.Select(tag => tag.Key + "=" + tag.Value));
        return $"{read.Id} {read.Timestamp:O} {read.Caller} {read.Model} {read.Operation} {read.Tokens} {read.HasTokenCounts} "
            + $"{read.IsLatencyOptimized} {string.Join(";", read.Units)} "
            + $"{read.IsBlocked} {read.Tier} {read.ErrorCode} {read.BrokeOff} [{tags}] {read.InferenceRegion}";
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text, Raw);

    /// <summary>An ordinary record; each argument replaces one of its fields with JSON text, or drops it when empty.</summary>
    public static string With(
        string timestamp = "\"2026-09-08T12:10:33Z\"",
        string accountId = "\"111122223333\"",
        string region = "\"us-east-1\"",
        string requestId = "\"7f1c0d3e-6a52-4f0e-9d8a-0b1c2d3e4f50\"",
        string modelId = "\"us.anthropic.claude-opus-4-6-v1\"",
        string identity = """{"arn":"arn:aws:sts::111122223333:assumed-role/agent/droid-7"}""",
        string input = """{"inputTokenCount":1200}""",
        string output = """{"outputTokenCount":80}""",
        string more = "")
    {
        var fields = new (string Name, string Value)[]
        {
            ("timestamp", timestamp), ("accountId", accountId), ("region", region), ("requestId", requestId),
            ("modelId", modelId), ("identity", identity), ("input", input), ("output", output),
        };
        var written = fields.Where(field => field.Value.Length > 0).Select(field => $"\"{field.Name}\":{field.Value}");
        return "{" + string.Join(",", written) + more + "}";
    }
}
