using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class SubscriptionFilter
{
    public string FilterName { get; set; } = "";

    public string LogGroupName { get; set; } = "";

    public string? FilterPattern { get; set; }

    public string? DestinationArn { get; set; }

    public Distribution? Distribution { get; set; }

    /// <summary>In milliseconds since 1970.</summary>
    public long? CreationTime { get; set; }

    internal static SubscriptionFilter Read(JsonElement from) => new()
    {
        FilterName = from.Text("filterName"),
        LogGroupName = from.Text("logGroupName"),
        FilterPattern = from.OptionalText("filterPattern"),
        DestinationArn = from.OptionalText("destinationArn"),
        Distribution = from.OptionalText("distribution") is { } distribution ? new Distribution(distribution) : null,
        CreationTime = from.OptionalLong("creationTime"),
    };
}
