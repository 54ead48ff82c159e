using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.EventBridge.Model;

public class Rule
{
    public string Name { get; set; } = "";

    /// <summary>ENABLED, DISABLED, or ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.</summary>
    public string? State { get; set; }

    internal static Rule Read(JsonElement from) => new()
    {
        Name = from.Text(nameof(Name)),
        State = from.OptionalText(nameof(State)),
    };
}
