using System.Globalization;
using System.Text;
using System.Text.Json;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Drills;

/// <summary>A record of a call, as it lies in the log group.</summary>
/// <param name="RequestId">The record's own.</param>
/// <param name="Stream">Of the log group.</param>
/// <param name="Ingested">When CloudWatch Logs took it in.</param>
/// <param name="Stamp">The record's timestamp, whole seconds.</param>
/// <param name="Counts">What its envelope says.</param>
public sealed record LoggedRecord(string RequestId, string Stream, DateTimeOffset Ingested, DateTimeOffset? Stamp, ReportedCounts Counts)
{
    /// <summary>As the meter reads it; null where it cannot.</summary>
    public Invocation? Read { get; init; }

    /// <summary>Why the meter cannot read it; null where it can.</summary>
    public string? Damage { get; init; }

    public string? ErrorCode { get; init; }

    public string? Account { get; init; }

    public string? Region { get; init; }

    /// <summary>Of <c>identity.arn</c>.</summary>
    public string? Caller { get; init; }

    /// <summary>As rules name the caller: <c>role/NAME</c>.</summary>
    public string CallerName => Core.Invocations.Caller.Parse(Caller ?? "").Principal.Name;

    /// <summary>Null for what is no JSON object with a request id.</summary>
    public static LoggedRecord? Parse(string message, string stream, DateTimeOffset ingested)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            var record = document.RootElement;
            if (record.ValueKind != JsonValueKind.Object || Text(record, "requestId") is not { } id)
                return null;
            var (input, output) = (Member(record, "input"), Member(record, "output"));
            var read = new InvocationReader().Read(Encoding.UTF8.GetBytes(message));
            return new LoggedRecord(
                id, stream, ingested,
                DateTimeOffset.TryParse(
                    Text(record, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stamp) ? stamp : null,
                new ReportedCounts(
                    Number(input, "inputTokenCount"), Number(output, "outputTokenCount"), Number(input, "cacheReadInputTokenCount"),
                    Number(input, "cacheWriteInputTokenCount")))
            {
                Read = read.IsRead ? read.Invocation : null,
                Damage = read.IsRead ? null : read.Damage,
                ErrorCode = Text(record, "errorCode"),
                Account = Text(record, "accountId"),
                Region = Text(record, "region"),
                Caller = Text(Member(record, "identity"), "arn"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count) ? count : null;
}
