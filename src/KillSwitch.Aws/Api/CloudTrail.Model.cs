using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudTrail.Model;

internal sealed class LookupEventsRequest : AmazonWebServiceRequest
{
    /// <summary>One, as the service takes no more.</summary>
    public List<LookupAttribute>? LookupAttributes { get; set; }

    public DateTime? StartTime { get; set; }

    public DateTime? EndTime { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudTrailService.Protocol.Operation<LookupEventsRequest>(
        "LookupEvents",
        (to, request) =>
        {
            to.WriteStartArray(nameof(LookupAttributes));
            foreach (var attribute in request.LookupAttributes ?? [])
                LookupAttribute.Write(to, attribute);
            to.WriteEndArray();
            to.Add(nameof(StartTime), Seconds(request.StartTime))
                .Add(nameof(EndTime), Seconds(request.EndTime))
                .Add(nameof(NextToken), request.NextToken);
        },
        from => new LookupEventsResponse
        {
            Events = from.Members("Events", Event.Read),
            NextToken = from.OptionalText("NextToken"),
        });

    private static long? Seconds(DateTime? at) => at is { } time ? new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeSeconds() : null;
}

internal sealed class LookupEventsResponse : AmazonWebServiceResponse
{
    public List<Event>? Events { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class Event
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

internal sealed class LookupAttribute
{
    public LookupAttributeKey? AttributeKey { get; set; }

    public string? AttributeValue { get; set; }

    internal static void Write(Utf8JsonWriter to, LookupAttribute attribute)
    {
        to.WriteStartObject();
        to.Add("AttributeKey", attribute.AttributeKey?.Value).Add("AttributeValue", attribute.AttributeValue);
        to.WriteEndObject();
    }
}
