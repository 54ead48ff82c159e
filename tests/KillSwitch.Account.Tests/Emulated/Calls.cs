using System.IO.Compression;
using System.Text;
using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Simulation;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>Calls to a model, as the subscription of the log group delivers them.</summary>
internal static class Calls
{
    /// <summary>The log group that they come from.</summary>
    public const string Group = "/killswitch/KillSwitch/invocations";

    /// <summary>The log group of a sensor, in its own region.</summary>
    public const string GroupOfSensor = "/killswitch/KillSwitch-sensor/invocations";

    public const string Model = "anthropic.claude-opus-4-6-v1";

    private const string Account = "123456789012";

    /// <param name="principal"><c>user/NAME</c> or <c>role/NAME</c>.</param>
    /// <param name="count">How many, one a second up to now.</param>
    /// <param name="inputTokens">Of each; 200,000 cost $1.10.</param>
    public static Invocation[] Of(string principal, int count, long inputTokens = 200_000)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var arn = principal.StartsWith("role/", StringComparison.Ordinal)
            ? $"arn:aws:sts::{Account}:assumed-role/{principal[5..]}/session-1"
            : $"arn:aws:iam::{Account}:{principal}";
        return [.. Enumerable.Range(0, count).Select(n => new Invocation
        {
            Id = new RecordId(Account, "us-east-1", Guid.NewGuid()),
            Timestamp = now.AddSeconds(n - count),
            Caller = Caller.Parse(arn),
            Model = ModelId.Parse(Model),
            Operation = "InvokeModel",
            Tokens = new TokenUsage(InputTokens: inputTokens, OutputTokens: 10),
            HasTokenCounts = true,
        })];
    }

    /// <summary>The event that CloudWatch Logs sends to the meter.</summary>
    public static byte[] Payload(params Invocation[] calls) =>
        From(Group, "aws/bedrock/modelinvocations", "killswitch-KillSwitch", calls[0].Account, calls);

    /// <summary>The event that CloudWatch Logs of another region sends to the sensor there.</summary>
    public static byte[] PayloadIn(string region, params Invocation[] calls) => From(
        GroupOfSensor, "aws/bedrock/modelinvocations", "killswitch-KillSwitch-sensor", calls[0].Account, In(region, calls));

    /// <summary>The same calls, made in another region.</summary>
    public static Invocation[] In(string region, params Invocation[] calls) =>
        [.. calls.Select(call => call with { Id = new RecordId(call.Account, region, call.Id.RequestId) })];

    /// <summary>The same from anywhere.</summary>
    public static byte[] From(string group, string stream, string filter, string owner, params Invocation[] calls)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("messageType", "DATA_MESSAGE");
            json.WriteString("owner", owner);
            json.WriteString("logGroup", group);
            json.WriteString("logStream", stream);
            json.WriteStartArray("subscriptionFilters");
            json.WriteStringValue(filter);
            json.WriteEndArray();
            json.WriteStartArray("logEvents");
            foreach (var call in calls)
            {
                json.WriteStartObject();
                json.WriteString("id", call.Id.RequestId);
                json.WriteNumber("timestamp", call.Timestamp.ToUnixTimeMilliseconds());
                json.WriteString("message", Record(call));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes.ToArray());
        return Encoding.UTF8.GetBytes($$$"""{"awslogs":{"data":"{{{Convert.ToBase64String(packed.ToArray())}}}"}}""");
    }

    /// <summary>One record, as Bedrock writes it.</summary>
    public static string Record(Invocation call)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            RecordWriter.Write(call, json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
