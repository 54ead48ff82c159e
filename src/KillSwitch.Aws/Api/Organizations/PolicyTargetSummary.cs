using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class PolicyTargetSummary
{
    public string TargetId { get; set; } = "";

    internal static PolicyTargetSummary Read(JsonElement from) => new()
    {
        TargetId = from.Text(nameof(TargetId)),
    };
}
