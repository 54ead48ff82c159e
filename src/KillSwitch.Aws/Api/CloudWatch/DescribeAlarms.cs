using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class DescribeAlarmsRequest : AmazonCloudWatchRequest
{
    public string? AlarmNamePrefix { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchService.Protocol.Operation<DescribeAlarmsRequest>(
        "DescribeAlarms",
        (to, request) => to.Add(nameof(AlarmNamePrefix), request.AlarmNamePrefix)
            .Add(nameof(NextToken), request.NextToken),
        from => new DescribeAlarmsResponse
        {
            MetricAlarms = from.Members(nameof(DescribeAlarmsResponse.MetricAlarms), MetricAlarm.Read),
            NextToken = from.OptionalText(nameof(DescribeAlarmsResponse.NextToken)),
        });
}

public class DescribeAlarmsResponse : AmazonWebServiceResponse
{
    public List<MetricAlarm>? MetricAlarms { get; set; }

    public string? NextToken { get; set; }
}
