using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class MetricAlarm
{
    public string AlarmName { get; set; } = "";

    public string AlarmArn { get; set; } = "";

    public StateValue? StateValue { get; set; }

    public string? StateReason { get; set; }

    public bool? ActionsEnabled { get; set; }

    public List<string>? AlarmActions { get; set; }

    internal static MetricAlarm Read(XElement from) => new()
    {
        AlarmName = from.Text(nameof(AlarmName)),
        AlarmArn = from.Text(nameof(AlarmArn)),
        StateValue = from.OptionalText(nameof(StateValue)) is { } stateValue ? new StateValue(stateValue) : null,
        StateReason = from.OptionalText(nameof(StateReason)),
        ActionsEnabled = from.OptionalBool(nameof(ActionsEnabled)),
        AlarmActions = from.Members(nameof(AlarmActions), value => value.Value),
    };
}
