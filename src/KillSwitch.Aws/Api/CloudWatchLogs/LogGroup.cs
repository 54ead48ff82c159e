using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class LogGroup
{
    public string LogGroupName { get; set; } = "";

    /// <summary>Ends in <c>:*</c>.</summary>
    public string? Arn { get; set; }

    /// <summary>In milliseconds since 1970.</summary>
    public long? CreationTime { get; set; }

    /// <summary>Null keeps for ever.</summary>
    public int? RetentionInDays { get; set; }

    internal static LogGroup Read(JsonElement from) => new()
    {
        LogGroupName = from.Text("logGroupName"),
        Arn = from.OptionalText("arn"),
        CreationTime = from.OptionalLong("creationTime"),
        RetentionInDays = from.OptionalInt("retentionInDays"),
    };
}
