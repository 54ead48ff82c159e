using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Scheduler.Model;

public class TargetSummary
{
    public string? Arn { get; set; }

    internal static TargetSummary Read(JsonElement from) => new() { Arn = from.OptionalText(nameof(Arn)) };
}
