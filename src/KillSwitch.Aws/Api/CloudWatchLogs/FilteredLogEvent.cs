using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class FilteredLogEvent
{
    public string? LogStreamName { get; set; }

    public string? Message { get; set; }

    internal static FilteredLogEvent Read(JsonElement from) => new()
    {
        LogStreamName = from.OptionalText("logStreamName"),
        Message = from.OptionalText("message"),
    };
}
