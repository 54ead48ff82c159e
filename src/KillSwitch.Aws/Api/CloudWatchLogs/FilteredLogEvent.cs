using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class FilteredLogEvent
{
    public string? EventId { get; set; }

    public string? LogStreamName { get; set; }

    /// <summary>In milliseconds since 1970.</summary>
    public long? Timestamp { get; set; }

    /// <summary>In milliseconds since 1970.</summary>
    public long? IngestionTime { get; set; }

    public string? Message { get; set; }

    internal static FilteredLogEvent Read(JsonElement from) => new()
    {
        EventId = from.OptionalText("eventId"),
        LogStreamName = from.OptionalText("logStreamName"),
        Timestamp = from.OptionalLong("timestamp"),
        IngestionTime = from.OptionalLong("ingestionTime"),
        Message = from.OptionalText("message"),
    };
}
