using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Scheduler.Model;

public class ListSchedulesRequest : AmazonSchedulerRequest
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

public class ListSchedulesResponse : AmazonWebServiceResponse
{
    public List<ScheduleSummary>? Schedules { get; set; }

    public string? NextToken { get; set; }
}
