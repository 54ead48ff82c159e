using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Scheduler.Model;

internal sealed class ListSchedulesRequest : AmazonWebServiceRequest
{
    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = SchedulerService.Protocol.Operation<ListSchedulesRequest>(
        "GET /schedules",
        (to, request) => to.Query(nameof(NextToken), request.NextToken),
        from => new ListSchedulesResponse
        {
            Schedules = from.Members(nameof(ListSchedulesResponse.Schedules), ScheduleSummary.Read),
            NextToken = from.OptionalText(nameof(ListSchedulesResponse.NextToken)),
        });
}

internal sealed class ListSchedulesResponse : AmazonWebServiceResponse
{
    public List<ScheduleSummary>? Schedules { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ScheduleSummary
{
    public string Name { get; set; } = "";

    /// <summary>ENABLED or DISABLED.</summary>
    public string? State { get; set; }

    public TargetSummary? Target { get; set; }

    internal static ScheduleSummary Read(JsonElement from) => new()
    {
        Name = from.Text(nameof(Name)),
        State = from.OptionalText(nameof(State)),
        Target = from.Optional(nameof(Target), TargetSummary.Read),
    };
}

internal sealed class TargetSummary
{
    public string? Arn { get; set; }

    internal static TargetSummary Read(JsonElement from) => new() { Arn = from.OptionalText(nameof(Arn)) };
}
