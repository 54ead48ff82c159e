using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudTrail.Model;

public class Event
{
    public string? EventId { get; set; }

    public string? EventName { get; set; }

    public DateTime? EventTime { get; set; }

    /// <summary>The whole record, as JSON.</summary>
    public string? CloudTrailEvent { get; set; }

    internal static Event Read(JsonElement from) => new()
    {
        EventId = from.OptionalText("EventId"),
        EventName = from.OptionalText("EventName"),
        EventTime = from.OptionalTime("EventTime"),
        CloudTrailEvent = from.OptionalText("CloudTrailEvent"),
    };
}
