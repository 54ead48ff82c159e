using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class Policy
{
    public PolicySummary? PolicySummary { get; set; }

    /// <summary>The document, as JSON.</summary>
    public string? Content { get; set; }

    internal static Policy Read(JsonElement from) => new()
    {
        PolicySummary = from.Optional(nameof(PolicySummary), PolicySummary.Read),
        Content = from.OptionalText(nameof(Content)),
    };
}
