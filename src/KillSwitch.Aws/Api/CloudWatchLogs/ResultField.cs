using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class ResultField
{
    public string? Field { get; set; }

    public string? Value { get; set; }

    internal static ResultField Read(JsonElement from) => new()
    {
        Field = from.OptionalText("field"),
        Value = from.OptionalText("value"),
    };
}
