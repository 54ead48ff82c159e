using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Scheduler.Model;

public class ScheduleSummary
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
