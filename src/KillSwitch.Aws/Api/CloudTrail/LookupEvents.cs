using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudTrail.Model;

public class LookupEventsRequest : AmazonCloudTrailRequest
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

public class LookupEventsResponse : AmazonWebServiceResponse
{
    public List<Event>? Events { get; set; }

    public string? NextToken { get; set; }
}
